package dev.jacobi.bench;

import dev.jacobi.bench.peers.PeerRun;
import java.io.IOException;

/**
 * {@code java [-Dbench.rows=saxpy,softmax] [-Dbench.rounds=15] [-Dbench.seconds=4] [-Dpython=VENV/bin/python] [-Dbench.folder=target/bench] dev.jacobi.bench.Peers} times work that compilers of arrays
 * are compared by: loops over Java arrays and functions on NDArrays, strict and fast, beside plain Java, parallel streams and, when a Python has it, JAX. All forms of a row are timed by turns; the
 * table goes to standard output and, as Markdown, JSON and SVG, into the folder. Exits with 1 when a result is wrong, never because of a time. {@code -Djacobi.threads=2} and other options hold as ever.
 */
public final class Peers {
    private Peers() {
    }

    public static void main(String[] args) throws IOException {
        System.exit(PeerRun.asked().run() ? 0 : 1);
    }
}
