# The header libraries of the projections (umappp, qdtsne and what they include) from the pinned PyPI archive, with their licences.

provideProjections() {
    local requirements=$1 key target library
    key=$(sha256sum "$requirements/projections.txt" | cut -c1-12)
    target="$(cacheFolder)/assorthead-0.2.2-$key"
    if [ ! -d "$target" ]; then
        requireFreeSpace "$(cacheFolder)" 100
        say "fetching the headers of UMAP and t-SNE into $target"
        # A global, so that the trap still sees it after this function has returned.
        staging=$(mktemp -d "$(cacheFolder)/staging.XXXXXX")
        trap 'rm -rf "$staging"' EXIT
        mkdir -p "$staging/archive" "$staging/tree/include" "$staging/tree/licenses"
        python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --dest "$staging/archive" \
            -r "$requirements/projections.txt" >"$staging/pip.log" 2>&1 || failDownload "the archive of UMAP and t-SNE" "$staging/pip.log"
        tar -xzf "$staging"/archive/assorthead-*.tar.gz -C "$staging/archive" --strip-components=1 ||
            fail "the archive of UMAP and t-SNE could not be unpacked; check the disk space and run this again."
        for library in umappp qdtsne knncolle hnswlib irlba aarand subpar sanisizer powerit kmeans Eigen; do
            [ -d "$staging/archive/src/assorthead/include/$library" ] || continue
            cp -r "$staging/archive/src/assorthead/include/$library" "$staging/tree/include/"
            cp -r "$staging/archive/src/assorthead/licenses/$library" "$staging/tree/licenses/"
        done
        mv "$staging/tree" "$target" 2>/dev/null || [ -d "$target" ] || fail "$target cannot be written; check its permissions."
        rm -rf "$staging"
    fi
    printf '%s\n' "$target"
}
