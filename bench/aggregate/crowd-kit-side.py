"""One aggregation by crowd-kit in a process of its own. Prints one line of JSON."""

import json
import resource
import sys
import time

import pandas
from crowdkit.aggregation import DawidSkene

asked = json.loads(sys.argv[1])
began = time.perf_counter()
data = pandas.read_csv(asked["labels"], dtype=str)
read = time.perf_counter()
if asked["passes"] is None:
    model = DawidSkene()  # 100 passes at most, tolerance 1e-5
else:
    model = DawidSkene(n_iter=asked["passes"], tol=-1e18)  # never stops before
cpu = time.process_time()
labels = model.fit_predict(data)
cpu = time.process_time() - cpu
fitted = time.perf_counter()
truth = pandas.read_csv(asked["truth"], dtype=str).set_index("task").label
print(
    json.dumps(
        {
            "readSeconds": read - began,
            "seconds": fitted - read,
            "cpuSeconds": cpu,
            "passes": len(model.loss_history_),
            "accuracy": float((labels == truth.reindex(labels.index)).mean()),
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
