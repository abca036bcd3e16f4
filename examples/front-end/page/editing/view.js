/** Which part of the picture is seen: `scale` is screen pixels a picture pixel, `x` and `y` where its corner is on the screen. */

const MOST_SCALE = 40;

export const toScreen = ({ scale, x, y }, point) => ({ x: point.x * scale + x, y: point.y * scale + y });
export const toPicture = ({ scale, x, y }, point) => ({ x: (point.x - x) / scale, y: (point.y - y) / scale });

/** The whole picture, in the middle. */
export function fitted(picture, screen, margin = 24) {
  const room = { width: Math.max(screen.width - 2 * margin, 1), height: Math.max(screen.height - 2 * margin, 1) };
  const scale = Math.min(room.width / picture.width, room.height / picture.height, MOST_SCALE);
  return {
    scale,
    x: (screen.width - picture.width * scale) / 2,
    y: (screen.height - picture.height * scale) / 2,
  };
}

/** What is under `at` (on the screen) stays there. Never smaller than half of the whole picture. */
export function zoomed(view, factor, at, picture, screen) {
  const least = fitted(picture, screen).scale / 2;
  const scale = Math.min(Math.max(view.scale * factor, least), MOST_SCALE);
  const ratio = scale / view.scale;
  return kept({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, picture, screen);
}

export const panned = (view, dx, dy, picture, screen) =>
  kept({ ...view, x: view.x + dx, y: view.y + dy }, picture, screen);

/** Nobody loses the picture: some of it stays on the screen. */
function kept({ scale, x, y }, picture, screen) {
  const edge = 60;
  return {
    scale,
    x: Math.min(Math.max(x, edge - picture.width * scale), screen.width - edge),
    y: Math.min(Math.max(y, edge - picture.height * scale), screen.height - edge),
  };
}

/** Moves as little as needed so that the point is seen. */
export function showing(view, point, screen, margin = 48) {
  const at = toScreen(view, point);
  const shift = (value, size) => Math.max(margin - value, 0) + Math.min(size - margin - value, 0);
  return { ...view, x: view.x + shift(at.x, screen.width), y: view.y + shift(at.y, screen.height) };
}
