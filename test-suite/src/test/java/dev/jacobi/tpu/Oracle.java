// Another implementation to compare with: jaxlib's CPU client in a Python process, where one is given by -Djacobi.test.python=FILE.
package dev.jacobi.tpu;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Runs StableHLO programs. One process serves many programs. */
public final class Oracle implements AutoCloseable {
    private final Process process;
    private final Path script;
    private final DataOutputStream out;
    private final DataInputStream in;

    private Oracle(boolean plain) throws IOException {
        script = Files.createTempFile("jacobi-oracle", ".py");
        try (InputStream text = Oracle.class.getResourceAsStream("oracle.py")) {
            Files.write(script, text.readAllBytes());
        }
        var command = new ProcessBuilder(python(), script.toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (plain) {
            command.environment().put("JACOBI_ORACLE", "plain");
        }
        process = command.start();
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** The Python to use, or null. */
    private static String python() {
        String p = System.getProperty("jacobi.test.python");
        return p != null && Files.isExecutable(Path.of(p)) ? p : null;
    }

    /** Computes as the text says; skips the test where there is no Python with jaxlib. */
    public static Oracle start() throws IOException {
        return start(false);
    }

    /** Computes as users' programs are computed: XLA may rearrange what the text says, and compiles some programs that end its process otherwise. */
    static Oracle plain() throws IOException {
        return start(true);
    }

    private static Oracle start(boolean plain) throws IOException {
        Assumptions.assumeTrue(python() != null, "-Djacobi.test.python=FILE names no Python with jaxlib");
        return new Oracle(plain);
    }

    /** The plugin's message. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    private void number(int n) throws IOException {
        out.writeInt(Integer.reverseBytes(n));
    }

    private int number() throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private void text(String s) throws IOException {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.write(bytes);
    }

    /** Compiles and executes a program. */
    synchronized List<Tensor> run(String program, List<Tensor> arguments) {
        try {
            text(program);
            number(arguments.size());
            for (Tensor t : arguments) {
                number(t.dtype().ordinal());
                number(t.dims().length);
                for (int d : t.dims()) {
                    number(d);
                }
                out.write(bytes(t));
            }
            out.flush();
            int ok = number();
            if (ok == 0) {
                throw new Failed(new String(in.readNBytes(number()), StandardCharsets.UTF_8));
            }
            var results = new ArrayList<Tensor>();
            for (int k = number(); k > 0; k--) {
                results.add(tensor());
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException("the oracle's process ended", e);
        }
    }

    private static byte[] bytes(Tensor t) {
        ByteBuffer b = ByteBuffer.allocate(t.size() * t.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long v : t.bits()) {
            switch (t.dtype().bytes()) {
                case 1 -> b.put((byte) v);
                case 2 -> b.putShort((short) v);
                case 4 -> b.putInt((int) v);
                default -> b.putLong(v);
            }
        }
        return b.array();
    }

    private Tensor tensor() throws IOException {
        DType d = DType.values()[number()];
        int[] dims = new int[number()];
        int n = 1;
        for (int k = 0; k < dims.length; k++) {
            dims[k] = number();
            n *= dims[k];
        }
        ByteBuffer b = ByteBuffer.wrap(in.readNBytes(n * d.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        Object data = d.array(n);
        if (data instanceof boolean[] a) {
            for (int k = 0; k < n; k++) {
                a[k] = b.get() != 0;
            }
        } else if (data instanceof byte[] a) {
            b.get(a);
        } else if (data instanceof short[] a) {
            b.asShortBuffer().get(a);
        } else if (data instanceof char[] a) {
            b.asCharBuffer().get(a);
        } else if (data instanceof int[] a) {
            b.asIntBuffer().get(a);
        } else if (data instanceof long[] a) {
            b.asLongBuffer().get(a);
        } else if (data instanceof float[] a) {
            b.asFloatBuffer().get(a);
        } else {
            b.asDoubleBuffer().get((double[]) data);
        }
        return new Tensor(d, dims, data);
    }

    /** As {@link #close}, for streams. */
    public void stop() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        process.destroy();
        Files.deleteIfExists(script);
    }
}
