#!/usr/bin/env python3
"""A real OpenSearch server for tests, from Maven artifacts, with no distribution archive.

    opensearch.py install                     fetch the jars, lay out a home in the cache
    opensearch.py start --data DIR            start on 127.0.0.1, wait until it answers
    opensearch.py status --data DIR           pid, health, version
    opensearch.py stop --data DIR             SIGTERM by the pid file, wait for the end
    opensearch.py exec --data DIR -- COMMAND  start, run COMMAND with OPENSEARCH_URL set, stop

Needs Maven, a JDK (17 for 2.19.x, 21 or newer for 3.x) and nothing from PyPI.
"""

import argparse
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEFAULT_VERSION = "2.19.6"
LOG4J = {"2": "2.25.4", "3": "2.25.5"}  # the server's own log4j-api version
MIN_JAVA = {"2": 11, "3": 21}
MAX_JAVA = {"2": 21}  # 2.x calls System.setSecurityManager, gone since 24

# module -> (plugin class in 2.x, prefixes of the jars that it does not share with the server).
# 3.x has the same classes with "ModulePlugin" for "Plugin".
MODULES = {
    "transport-netty4": (
        "org.opensearch.transport.Netty4Plugin",
        ["transport-netty4-", "opensearch-netty4-", "netty-"],
    ),
    "analysis-common": ("org.opensearch.analysis.common.CommonAnalysisPlugin", ["analysis-common-"]),
    "lang-painless": (
        "org.opensearch.painless.PainlessPlugin",
        ["lang-painless-", "opensearch-scripting-painless-spi-", "antlr4-runtime-", "asm-"],
    ),
    "reindex": (
        "org.opensearch.index.reindex.ReindexPlugin",
        ["reindex-", "opensearch-rest-client-", "opensearch-ssl-config-", "http", "commons-", "slf4j-"],
    ),
    "ingest-common": (
        "org.opensearch.ingest.common.IngestCommonPlugin",
        ["ingest-common-", "opensearch-grok-", "opensearch-dissect-", "joni-", "jcodings-"],
    ),
    "mapper-extras": ("org.opensearch.index.mapper.MapperExtrasPlugin", ["mapper-extras-"]),
    "aggs-matrix-stats": (
        "org.opensearch.search.aggregations.matrix.MatrixAggregationPlugin",
        ["aggs-matrix-stats-"],
    ),
}  # fmt: skip

# What a module may do under the security manager of 2.x; the jars do not carry their policies.
POLICY = {
    "transport-netty4": """
  permission java.net.SocketPermission "*", "accept,connect,listen,resolve";
  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";
  permission java.lang.RuntimePermission "accessDeclaredMembers";
  permission java.lang.RuntimePermission "setContextClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
  permission java.util.PropertyPermission "sun.nio.ch.bugLevel", "write";""",
    "lang-painless": """
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
  permission java.lang.RuntimePermission "accessDeclaredMembers";""",
    "reindex": """
  permission java.net.SocketPermission "*", "connect";
  permission java.lang.RuntimePermission "setFactory";""",
}

LOG4J2 = """status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:opensearch.logs.base_path}/server.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %marker%m%n
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""

JVM = [
    "-Xss1m",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Djna.nosys=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dopensearch.networkaddress.cache.ttl=60",
    "-Dopensearch.networkaddress.cache.negative.ttl=10",
    "-Dopensearch.distribution.type=tar",
    "-Dopensearch.bundled_jdk=false",
]


def die(text):
    sys.exit(f"opensearch.py: {text}")


def default_cache():
    """A folder that the unprivileged server user can read, also when we are root."""
    if os.geteuid() == 0:
        return Path("/var/cache/opensearch-test")
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "opensearch-test"


def java_version(home):
    run = subprocess.run([home / "bin/java", "-version"], capture_output=True, text=True)
    m = re.search(r'version "(?:1\.)?(\d+)', run.stderr)
    return int(m[1]) if m else 0


def find_java(version, wanted):
    """The JDK given, else JAVA_HOME, else the first of /usr/lib/jvm whose version fits."""
    major = version.split(".")[0]
    low, high = MIN_JAVA.get(major, 21), MAX_JAVA.get(major, 99)
    places = [wanted] if wanted else [os.environ.get("JAVA_HOME"), *sorted(Path("/usr/lib/jvm").glob("*"))]
    for home in (Path(p) for p in places if p):
        if (home / "bin/java").exists() and low <= java_version(home) <= high:
            return home
    die(f"no JDK from {low} to {high} for OpenSearch {version} (tried {[str(p) for p in places]})")


def install(a):
    """Lay out lib/ and modules/ once per version; the folder appears complete or not at all."""
    home = a.cache / f"opensearch-{a.version}"
    if home.exists():
        return home
    java, work = find_java(a.version, a.java), a.cache / f".work-{os.getpid()}"
    a.cache.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(
            ["mvn", "-B", "-q", "-Dstyle.color=never", "-f", HERE / "pom.xml", "dependency:copy-dependencies",
             "-DincludeScope=runtime", f"-DoutputDirectory={work / 'lib'}",
             f"-Dopensearch.version={a.version}", f"-Dlog4j.version={LOG4J[a.version[0]]}",
             f"-Pv{a.version[0]}", *a.mvn_arg],
            check=True, env={**os.environ, "JAVA_HOME": str(java)},
        )  # fmt: skip
        for name in MODULES:
            lay_module(work, name, a.version)
        for sub in ("bin", "plugins", "extensions"):  # the server insists on them
            (work / sub).mkdir()
        work.rename(home)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return home


def lay_module(work, name, version):
    """Move a module's jars out of lib/ (a jar in both places is 'jar hell') and describe it."""
    cls, prefixes = MODULES[name]
    if not version.startswith("2."):
        cls = cls.replace("Plugin", "ModulePlugin")
    jars = [j for j in (work / "lib").glob("*.jar") if j.name.startswith(tuple(prefixes))]
    if not jars:
        return  # not in the profile of this version
    folder = work / "modules" / name
    folder.mkdir(parents=True)
    for jar in jars:
        jar.rename(folder / jar.name)
    (folder / "plugin-descriptor.properties").write_text(
        f"name={name}\ndescription=module {name}\nversion={version}\nclassname={cls}\n"
        f"opensearch.version={version}\njava.version=11\nextended.plugins=\nhas.native.controller=false\n"
    )
    if name in POLICY:
        (folder / "plugin-security.policy").write_text("grant {" + POLICY[name] + "\n};\n")


def configure(a, home):
    """Write DIR/config; settings given with --set come last."""
    conf = a.data / "config"
    for sub in ("config", "data", "logs", "tmp", "repo"):
        (a.data / sub).mkdir(parents=True, exist_ok=True)
    settings = {
        "cluster.name": "test", "node.name": "node-1", "discovery.type": "single-node",
        "network.host": "127.0.0.1", "http.port": a.port, "transport.port": f"{a.port + 100}-{a.port + 199}",
        "path.data": a.data / "data", "path.logs": a.data / "logs", "path.repo": f"[\"{a.data / 'repo'}\"]",
    }  # fmt: skip
    settings.update(s.split("=", 1) for s in a.set)
    (conf / "opensearch.yml").write_text("".join(f"{k}: {v}\n" for k, v in settings.items()))
    (conf / "log4j2.properties").write_text(LOG4J2)


def server_user():
    """OpenSearch refuses root: as root, run it as 'nobody' (no account is made)."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def hand_over(path, who):
    if who:
        for p in [path, *path.rglob("*")]:
            os.chown(p, who["user"], who["group"])


def get(a, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{a.port}{path}", timeout=5) as r:
        return json.load(r)


def start(a):
    if pid := running(a):
        die(f"already running, pid {pid}")
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", a.port)) == 0:
            die(f"port {a.port} is in use")
    home = install(a)
    java, who = find_java(a.version, a.java), server_user()
    configure(a, home)
    hand_over(a.data, who)
    command = [
        java / "bin/java", f"-Xms{a.heap}", f"-Xmx{a.heap}", *JVM,
        f"-Djava.io.tmpdir={a.data / 'tmp'}", f"-XX:ErrorFile={a.data / 'logs/hs_err.log'}",
        *(["-Djava.security.manager=allow"] if 17 < java_version(java) < 24 and a.version[0] == "2" else []),
        *(["--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"] if a.version[0] != "2" else []),
        *a.jvm_arg, f"-Dopensearch.path.home={home}", f"-Dopensearch.path.conf={a.data / 'config'}",
        "-cp", f"{home}/lib/*", "org.opensearch.bootstrap.OpenSearch",
    ]  # fmt: skip
    began = time.monotonic()
    with (a.data / "logs/console.log").open("ab") as log:
        server = subprocess.Popen(
            list(map(str, command)), cwd=a.data, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **who, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        )  # fmt: skip
    (a.data / "pid").write_text(f"{server.pid} {a.port}\n")
    while time.monotonic() < began + a.wait:
        if server.poll() is not None:
            die(f"the server ended with {server.returncode}, see {a.data / 'logs'}")
        try:
            health = get(a, "/_cluster/health?wait_for_status=yellow&timeout=4s")
            print(f"pid {server.pid} port {a.port} {health['status']} after {time.monotonic() - began:.1f} s")
            return server.pid
        except (OSError, ValueError):
            time.sleep(0.1)
    os.kill(server.pid, signal.SIGTERM)
    die(f"no answer within {a.wait} s, see {a.data / 'logs'}")


def running(a):
    """The pid in the pid file, if that process still is our server; sets a.port."""
    try:
        pid, a.port = map(int, (a.data / "pid").read_text().split())
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except (OSError, ValueError):
        return None
    return pid if f"{a.data}/config" in command else None


def stop(a):
    if not (pid := running(a)):
        return print("not running")
    os.kill(pid, signal.SIGTERM)
    end, sent = time.monotonic() + a.wait, signal.SIGTERM
    while running(a):
        if time.monotonic() > end and sent != signal.SIGKILL:
            sent = signal.SIGKILL
            os.kill(pid, sent)
        time.sleep(0.05)
    with suppress(ChildProcessError):  # reap it where we are its parent (exec)
        os.waitpid(pid, 0)
    (a.data / "pid").unlink(missing_ok=True)
    print(f"stopped pid {pid}")


def status(a):
    if not (pid := running(a)):
        print("not running")
        return 3
    info, health = get(a, "/"), get(a, "/_cluster/health")
    print(f"pid {pid} port {a.port} OpenSearch {info['version']['number']} {health['status']}")
    return 0


def run(a):
    start(a)
    try:
        env = {**os.environ, "OPENSEARCH_URL": f"http://127.0.0.1:{a.port}"}
        return subprocess.run(a.command, env=env).returncode
    finally:
        stop(a)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("action", choices=["install", "start", "stop", "status", "exec"])
    p.add_argument("--version", default=DEFAULT_VERSION)
    p.add_argument("--cache", type=Path, default=default_cache())
    p.add_argument("--java", type=Path, help="JDK home; default JAVA_HOME, then /usr/lib/jvm")
    p.add_argument(
        "--data", type=Path, default=Path("opensearch-data"), help="one folder per server: config, data, logs, pid"
    )
    p.add_argument("--port", type=int, default=9200)
    p.add_argument("--heap", default="512m")
    p.add_argument("--wait", type=float, default=90, help="seconds to wait for the server to answer or to end")
    p.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a line of opensearch.yml")
    p.add_argument("--jvm-arg", action="append", default=[])
    p.add_argument("--mvn-arg", action="append", default=[], help="for example --mvn-arg=-o (offline)")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    a = p.parse_args(words[:cut])
    a.command = words[cut + 1 :]
    if (a.action == "exec") != bool(a.command):
        p.error("exec, and only exec, takes a command after --")
    a.cache, a.data = a.cache.resolve(), a.data.resolve()  # the server runs in another folder
    act = {"install": lambda a: print(install(a)), "start": start, "stop": stop, "status": status, "exec": run}
    code = act[a.action](a)
    sys.exit(code if a.action in ("status", "exec") else 0)


if __name__ == "__main__":
    main()
