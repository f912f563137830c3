// What JAX gives for NumPy's functions element by element, of all types, written down by agent/src/test/python/elementwise.py.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.Elements;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.ir.Half;
import dev.jacobi.llvm.jit.LlvmException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table of functions, types and results. */
@Tag("slow")
class ElementwiseTest {
    private final Map<String, NDArray> sets = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int rows;

    @AfterEach
    void narrow() {
        ArrayRuntime.ofProcess().wide(false);
    }

    @Test
    void asJaxHasThem() throws IOException {
        run(System.getProperty("elementwise.only", ".*\\.(?!bfloat16).*"), 500);
    }

    /** LLVM asks for a conversion of its runtime library on processors without instructions for bfloat16, which is not linked. */
    @Test
    void bfloat16() throws IOException {
        Assumptions.assumeTrue(canConvert(), "bfloat16 cannot be compiled for this processor");
        run(".*\\.bfloat16", 50);
    }

    private static boolean canConvert() {
        try {
            return Np.exp(NDArray.of(1.0, DType.BF16)).item() > 2;
        } catch (LlvmException e) {
            return false;
        }
    }

    private void run(String only, int least) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(ElementwiseTest.class.getResourceAsStream("elementwise.txt"), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] w = line.split(" ");
                if (w[0].equals("set")) {
                    sets.put(w[1], array(DType.named(w[2]), w[3]));
                } else if ((w[0] + " " + w[3]).matches(only)) {
                    row(w);
                }
            }
        }
        assertTrue(rows >= (System.getProperty("elementwise.only") == null ? least : 1), rows + " rows");
        assertEquals("", String.join("\n", wrong), wrong.size() + " of " + rows + " differ");
    }

    private void row(String[] w) {
        int equals = Arrays.asList(w).indexOf("=");
        NDArray[] args = Arrays.stream(w, 3, equals).map(sets::get).toArray(NDArray[]::new);
        ArrayRuntime.ofProcess().wide(w[2].equals("1"));
        rows++;
        String what = w[0] + " of " + args[0].dtype();
        try {
            Class<?>[] types = new Class<?>[args.length];
            Arrays.fill(types, NDArray.class);
            Object out = method(w[0], types).invoke(null, (Object[]) args);
            List<?> results = out instanceof List<?> l ? l : List.of(out);
            for (int k = 0; k < results.size(); k++) {
                compare(what, args, (NDArray) results.get(k), DType.named(w[equals + 1 + 2 * k]), w[equals + 2 + 2 * k], Integer.parseInt(w[1]));
            }
        } catch (InvocationTargetException e) {
            wrong.add(what + " throws " + e.getCause());
        } catch (ReflectiveOperationException e) {
            wrong.add(what + " is missing");
        }
    }

    private static Method method(String name, Class<?>... types) throws NoSuchMethodException {
        for (Class<?> c = Np.class; c != null; c = c.getSuperclass()) {
            try {
                return c.getDeclaredMethod(name, types);
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static NDArray array(DType d, String text) {
        String[] words = text.split(",");
        int parts = d.isComplex() ? 2 : 1;
        NDArray x = JavaArrays.empty(d, words.length / parts);
        List<Block> blocks = ((ArrayValue.Stored) x.value()).parts();
        int size = Elements.bytes(d);
        for (int i = 0; i < words.length; i++) {
            ByteBuffer b = blocks.get(i % parts).view((long) (i / parts) * size, size);
            byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.parseUnsignedLong(words[i], 16)).array();
            b.put(bytes, 0, size);
        }
        return x;
    }

    private static long bits(Block b, int i, int size) {
        byte[] bytes = new byte[8];
        b.view((long) i * size, size).get(bytes, 0, size);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private void compare(String what, NDArray[] args, NDArray got, DType type, String text, int ulps) {
        if (got.dtype() != type) {
            wrong.add(what + " is of " + got.dtype() + ", not " + type);
            return;
        }
        String[] words = text.split(",");
        int parts = type.isComplex() ? 2 : 1;
        List<Block> blocks = ((ArrayValue.Stored) got.value()).parts();
        if (got.size() != words.length / parts) {
            wrong.add(what + " has " + got.size() + " elements, not " + words.length / parts);
            return;
        }
        int size = Elements.bytes(type);
        for (int i = 0; i < words.length / parts; i++) {
            double scale = 0;
            for (int p = 0; p < parts; p++) {
                scale = Math.max(scale, Math.abs(real(type, Long.parseUnsignedLong(words[i * parts + p], 16))));
            }
            for (int p = 0; p < parts; p++) {
                long have = bits(blocks.get(p), i, size);
                long want = Long.parseUnsignedLong(words[i * parts + p], 16);
                if (have != want && !near(type, have, want, ulps, parts == 2 ? scale : 0)) {
                    wrong.add(what + ": " + operands(args, i) + " gives " + shown(type, have) + ", not " + shown(type, want) + (parts == 2 ? " in part " + p : ""));
                    return;
                }
            }
        }
    }

    private static String operands(NDArray[] args, int i) {
        var out = new ArrayList<String>();
        for (NDArray a : args) {
            for (Block b : ((ArrayValue.Stored) a.value()).parts()) {
                out.add(shown(a.dtype(), bits(b, i, Elements.bytes(a.dtype()))));
            }
        }
        return out.toString();
    }

    private static String shown(DType d, long bits) {
        return d.isInexact() ? String.valueOf(real(d, bits)) : Long.toString(bits);
    }

    private static double real(DType d, long bits) {
        return switch (d.ir()) {
            case F64 -> Double.longBitsToDouble(bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            case F16, BF16 -> Half.toFloat(d.ir(), (short) bits);
            case BOOL, I8, I16, U16, I32, I64 -> bits;
        };
    }

    /** Equal but for some units in the last place, of complex numbers in that of the larger part; JAX has 0 in place of the smallest numbers. */
    private static boolean near(DType d, long have, long want, int ulps, double scale) {
        if (!d.isInexact()) {
            return false;
        }
        double a = real(d, have);
        double b = real(d, want);
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b);
        }
        if (Double.isInfinite(a) || Double.isInfinite(b)) {
            return a == b;
        }
        int fraction = switch (d.ir()) {
            case F64 -> 52;
            case F32 -> 23;
            case F16 -> 10;
            case BF16, BOOL, I8, I16, U16, I32, I64 -> 7;
        };
        double tiny = FloatInfo.of(d).tiny();
        if (b == 0 && Math.abs(a) < tiny && a != 0) {
            return true;
        }
        double unit = Math.scalb(1.0, Math.getExponent(Math.max(Math.abs(b), scale)) - fraction);
        return Math.abs(a - b) <= ulps * unit && (a != 0 || b != 0 || ulps > 0);
    }
}
