"""Loads an instances.json with pycocotools, as a trainer would, and checks every annotation's mask against its area.

    pip install pycocotools
    python check_coco.py instances.json
"""

import json
import math
import sys

from pycocotools.coco import COCO


def perimeter(ring):
    points = list(zip(ring[0::2], ring[1::2]))
    return sum(math.dist(a, b) for a, b in zip(points, points[1:] + points[:1]))


def fault_of(annotation, image, pixels):
    x, y, width, height = annotation["bbox"]
    area = annotation["area"]
    if isinstance(annotation["segmentation"], dict):
        return None if pixels == area else f"{pixels} pixels, area {area}"
    # A painted polygon differs from its exact area by less than its outline; what lies outside the image is not painted.
    slack = 1 + sum(perimeter(ring) for ring in annotation["segmentation"])
    is_inside = x >= 0 and y >= 0 and x + width <= image["width"] and y + height <= image["height"]
    if pixels > area + slack or (is_inside and pixels < area - slack):
        return f"{pixels} pixels, area {area:.1f}, tolerance {slack:.1f}"
    return None


def main(path):
    with open(path, encoding="utf-8") as file:
        raw = json.load(file)
    faults = []
    for name in ("images", "annotations", "categories"):
        if [entry["id"] for entry in raw[name]] != list(range(1, len(raw[name]) + 1)):
            faults.append(f"{name}: ids do not count from 1")
    coco = COCO(path)
    masks = 0
    for annotation in coco.loadAnns(coco.getAnnIds()):
        image = coco.imgs[annotation["image_id"]]
        mask = coco.annToMask(annotation)
        if mask.shape != (image["height"], image["width"]):
            faults.append(f"annotation {annotation['id']}: mask of {mask.shape}")
        fault = fault_of(annotation, image, int(mask.sum()))
        if fault:
            faults.append(f"annotation {annotation['id']}: {fault}")
        if annotation["category_id"] not in coco.cats or annotation["iscrowd"] != 0:
            faults.append(f"annotation {annotation['id']}: category or iscrowd")
        masks += 1
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    if faults:
        return 1
    print(f"OK {len(coco.imgs)} images, {masks} annotations, {len(coco.cats)} categories")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_coco.py instances.json")
    sys.exit(main(sys.argv[1]))
