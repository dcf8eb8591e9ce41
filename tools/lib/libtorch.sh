# LibTorch from the pinned PyPI wheel. The unpacked folder appears under its final name only when it is complete.

hasNvidiaDriver() {
    [ -e /proc/driver/nvidia/version ]
}

# fetchWheels FOLDER REQUIREMENTS...
fetchWheels() {
    local folder=$1 log
    shift
    log="$folder/pip.log"
    local arguments=()
    for file in "$@"; do arguments+=(-r "$file"); done
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --python-version 311 \
        --require-hashes --dest "$folder" "${arguments[@]}" >"$log" 2>&1 || failDownload LibTorch "$log"
}

# unpackWheels WHEELS TARGET: headers and libraries only.
unpackWheels() {
    local wheel
    for wheel in "$1"/*.whl; do
        case "$(basename "$wheel")" in
            torch-*) unzip -q "$wheel" 'torch/include/*' 'torch/lib/*' -x 'torch/lib/libtorch_python.so' -d "$2" ;;
            *) unzip -q "$wheel" 'nvidia/*/lib/*' -d "$2" ;;
        esac || fail "LibTorch could not be unpacked into $2; check the disk space and run this again."
        rm -f "$wheel"
    done
}

provideLibtorch() {
    local requirements=$1 flavour=cpu files=("$1/torch-cpu.txt") space=4000
    if hasNvidiaDriver; then
        flavour=cuda
        files+=("$1/torch-cuda.txt")
        space=14000
    fi
    local key target
    key=$(cat "${files[@]}" | sha256sum | cut -c1-12)
    target="$(cacheFolder)/libtorch-2.15.0-$flavour-$key"
    if [ ! -d "$target" ]; then
        requireFreeSpace "$(cacheFolder)" $space
        say "fetching LibTorch 2.15.0 ($flavour) into $target"
        # A global, so that the trap still sees it after this function has returned.
        staging=$(mktemp -d "$(cacheFolder)/staging.XXXXXX")
        trap 'rm -rf "$staging"' EXIT
        mkdir "$staging/wheels" "$staging/tree"
        fetchWheels "$staging/wheels" "${files[@]}"
        unpackWheels "$staging/wheels" "$staging/tree"
        mv "$staging/tree" "$target" 2>/dev/null || [ -d "$target" ] || fail "$target cannot be written; check its permissions."
        rm -rf "$staging"
    fi
    printf '%s\n' "$target"
}
