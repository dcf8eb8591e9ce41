#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layouts and search beside their peers on the same vectors, in the same run: openTSNE, umap-learn, faiss-cpu, scikit-learn.

    compare_projections.py [--rows 10000,70000] [--width 50] [--search-rows 100000] [--search-width 512] [--threads N] [--work FOLDER]

Makes its own virtual environment in the work folder and prints two Markdown tables: seconds, the peer's seconds, their ratio (below 1: we
are faster), and for layouts the trustworthiness of both, measured by scikit-learn. Times leave out the reading of files: our seconds are
those that the program reports. Peers are warmed up on a small table first, since they compile when they are first called. Needs
build/release/bin/triptych-cli (tools/build release).
"""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["numpy", "safetensors", "scikit-learn", "openTSNE", "umap-learn", "faiss-cpu"]
GROUPS = 40
QUALITY_ROWS = 5000


def enter_environment(work):
    """Runs this script again inside its own virtual environment, which is made the first time."""
    environment = work / "venv-projections"
    if Path(sys.prefix) == environment:
        return
    python = environment / "bin" / "python"
    if not (environment / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (environment / "complete").touch()
    os.execv(python, [str(python), *sys.argv])


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="10000,70000", help="sizes of the tables that are laid out")
    parser.add_argument("--width", type=int, default=50)
    parser.add_argument("--methods", default="umap,tsne", help="layouts; an empty list leaves them out")
    parser.add_argument("--search-rows", type=int, default=100_000)
    parser.add_argument("--search-width", type=int, default=512)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "triptych" / "peers")
    parser.add_argument("--program", type=Path, default=ROOT / "build" / "release" / "bin" / "triptych-cli")
    return parser.parse_args()


def grouped(rows, width, seed):
    """Unit vectors around random directions, as embeddings lie."""
    import numpy as np
    random = np.random.default_rng(seed)
    centres = random.standard_normal((GROUPS, width))
    vectors = centres[random.integers(GROUPS, size=rows)] + 0.6 * random.standard_normal((rows, width))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def embedded(rows, width, seed, latent=32):
    """Unit vectors of few degrees of freedom, the same space for every seed, as a model's embeddings are."""
    import numpy as np
    space = np.random.default_rng(7).standard_normal((latent, width))
    random = np.random.default_rng(seed)
    vectors = np.tanh(random.standard_normal((rows, latent)) @ space / latent ** 0.5) + 0.02 * random.standard_normal((rows, width))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def call(options, *arguments):
    command = [options.program, *map(str, arguments), "--json", "--quiet", "--threads", str(options.threads)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peer_umap(vectors, threads):
    import umap
    return umap.UMAP(n_neighbors=15, min_dist=0.1, n_jobs=threads).fit_transform(vectors)


def peer_tsne(vectors, threads):
    import openTSNE
    return openTSNE.TSNE(perplexity=30, n_jobs=threads, random_state=0).fit(vectors)


def trust(vectors, points):
    """Of an evenly drawn subset: the measure compares every two rows."""
    import numpy as np
    from sklearn.manifold import trustworthiness
    drawn = np.linspace(0, len(vectors) - 1, min(len(vectors), QUALITY_ROWS)).astype(int)
    return trustworthiness(vectors[drawn], np.asarray(points)[drawn], n_neighbors=15)


def report_layouts(options):
    from safetensors.numpy import load_file, save_file
    peers = {"umap": ("umap-learn", peer_umap), "tsne": ("openTSNE", peer_tsne)}
    print("| layout | rows x width | seconds | peer | its seconds | ratio | trustworthiness | the peer's |\n|" + "---|" * 8)
    for method in options.methods.split(","):
        name, peer = peers[method]
        peer(grouped(500, options.width, 0), options.threads)
        for rows in map(int, options.rows.split(",")):
            vectors = grouped(rows, options.width, 1)
            table, points = options.work / "table.safetensors", options.work / "points.safetensors"
            save_file({"rows": vectors}, table)
            ours = call(options, "reduce", "--in", table, "--tensor", "rows", "--method", method, "--dim", 2, "--out", points)
            seconds, layout = timed(lambda: peer(vectors, options.threads))
            print(f"| {method} | {rows} x {options.width} | {ours['seconds']:.1f} | {name} | {seconds:.1f} | {ours['seconds'] / seconds:.2f} "
                  f"| {trust(vectors, load_file(points)['points']):.4f} | {trust(vectors, layout):.4f} |", flush=True)


def report_search(options):
    import faiss
    from safetensors.numpy import save_file
    faiss.omp_set_num_threads(options.threads)
    vectors = embedded(options.search_rows, options.search_width, 2)
    table = options.work / "gallery.safetensors"
    save_file({"rows": vectors}, table)
    exact = faiss.IndexFlatIP(options.search_width)
    exact.add(vectors)
    graph = faiss.IndexHNSWFlat(options.search_width, 32, faiss.METRIC_INNER_PRODUCT)
    build_seconds, _ = timed(lambda: graph.add(vectors))
    graph.hnsw.efSearch = 64
    print(f"\nfaiss-cpu builds HNSW in {build_seconds:.1f} s.\n")
    print("| search | queries | ms per query | faiss-cpu's | ratio | recall | faiss-cpu's | build seconds |\n|" + "---|" * 8)
    for kind, peer in [("exact", exact), ("hnsw", graph)]:
        for count in [1, 200]:
            queries = embedded(count, options.search_width, 3)
            asked = options.work / "queries.safetensors"
            save_file({"rows": queries}, asked)
            ours = call(options, "search", "--in", table, "--tensor", "rows", "--queries", asked, "--query-tensor", "rows", "--k", 10,
                        "--index", kind, "--out", options.work / "hits.safetensors")
            peer.search(queries, 10)
            seconds, (_, found) = timed(lambda: peer.search(queries, 10))
            its_recall = sum(len(set(a) & set(b)) for a, b in zip(found, exact.search(queries, 10)[1])) / (10 * count)
            mine, its = ours["secondsPerQuery"] * 1000, seconds * 1000 / count
            recall = ours["recallAgainstExact"]
            print(f"| {kind} | {count} | {mine:.2f} | {its:.2f} | {mine / its:.2f} | {1 if recall is None else recall:.3f} | {its_recall:.3f} "
                  f"| {ours['buildSeconds']:.1f} |", flush=True)


def main():
    options = parse()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    enter_environment(options.work)
    if options.methods:
        report_layouts(options)
    report_search(options)


if __name__ == "__main__":
    main()
