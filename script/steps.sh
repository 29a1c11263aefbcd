# Sourced by the other scripts: what must be there before anything can run. Run from the project's folder.

# What Node makes of the sources is kept beside the packages: a start takes half the time, and less memory.
export NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE:-$PWD/node_modules/.cache/compiled}

# Why the suite that needs several nodes was left out.
export DISTRIBUTED_NOT_RUN='distributed: DISTRIBUTED_URL names no coordinator of Citus; docs/scale.md says what it takes'

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# Installs the packages when there are none or the lock file is another than the one they were installed from.
install_packages() {
  local stamp=node_modules/.installed-from
  if ! cmp -s package-lock.json "$stamp"; then
    command -v npm >/dev/null || stop 'npm is missing; install Node 20 or newer, e.g. apt-get install nodejs npm.'
    local major; major=$(node -p 'process.versions.node.split(".")[0]')
    [ "$major" -ge 20 ] || stop "Node $major is too old to install the packages; install Node 20 or newer."
    # Two starts at once: the second waits here and then finds everything installed.
    exec 9<package-lock.json
    flock 9
    if ! cmp -s package-lock.json "$stamp"; then
      say 'Installing packages …'
      npm ci --loglevel=error >&2 || stop 'The packages could not be installed; what npm says above is the reason.'
      cp package-lock.json "$stamp"
    fi
    exec 9<&-
  fi
  PATH=$PWD/node_modules/.bin:$PATH
  export PATH
  node -e '' 2>/dev/null || stop "The pinned Node does not run here: Whence needs Linux on x86-64 (this is $(uname -sm))."
}

# Builds the web page when it was never built or something that goes into it is newer.
build_web() {
  local built=dist/web/index.html
  local -a sources=(package-lock.json src/web src/contract src/engine)
  if [ -e "$built" ] && [ -z "$(find "${sources[@]}" -newer "$built" -print -quit)" ]; then return 0; fi
  say 'Building the web page …'
  # as people get it, whoever starts this: a test run says otherwise in NODE_ENV
  NODE_ENV=production vite build --config src/web/vite.config.ts --logLevel warn >&2 || stop 'The web page could not be built.'
}

# Runs a step of a check and keeps its result for script/totals.ts. It is silent when it passes; when it fails, what it
# said is shown.
step() {
  local name=$1 from=$SECONDS log=test/results/check-$1.log result=passed
  shift
  mkdir -p test/results
  rm -f "test/results/check-$name.result"
  ("$@") >"$log" 2>&1 || result=failed
  [ "$result" = passed ] || cat "$log"
  echo "$result" >"test/results/check-$name.result"
  printf '  %-22s %s  %3d s\n' "$name" "$result" $((SECONDS - from))
  [ "$result" = passed ]
}
