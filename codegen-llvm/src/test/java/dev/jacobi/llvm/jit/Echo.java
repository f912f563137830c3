package dev.jacobi.llvm.jit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.LlvmModule;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A native method per array type that returns everything it is given: its eight scalars, the first array (also stored into the
 * second, which is written) and the third, of rank 2. An int argument of 13 or 14 makes check 0 or 1 fail.
 */
final class Echo {
    static final List<DType> TYPES = List.of(DType.BOOL, DType.I8, DType.I16, DType.U16, DType.I32, DType.I64, DType.F32, DType.F64);

    private Echo() {
    }

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, boolean[] r, int rn, boolean[] w, int wn, boolean[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, byte[] r, int rn, byte[] w, int wn, byte[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, short[] r, int rn, short[] w, int wn, short[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, char[] r, int rn, char[] w, int wn, char[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, int[] r, int rn, int[] w, int wn, int[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, long[] r, int rn, long[] w, int wn, long[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, float[] r, int rn, float[] w, int wn, float[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    static native void echo(boolean z, byte b, short s, char c, int i, long j, float f, double d, double[] r, int rn, double[] w, int wn, double[] m, int n0, int n1, Object[] out, long[] bits, int mode);

    /** Slots: 0-7 scalars, 8-9 read array, 10-11 written one, 12-14 matrix; results 0-7, 8-9, 10-12. */
    static LlvmModule module(DType t) {
        var ll = new StringBuilder("""
            declare ptr @jacobi_alloc(i64)
            declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
            define i32 @entry(ptr %args, ptr %res) {
              %ip = getelementptr i64, ptr %args, i64 4
              %i = load i32, ptr %ip
              switch i32 %i, label %ok [ i32 13, label %fail0
                                         i32 14, label %fail1 ]
            fail0:
              ret i32 1
            fail1:
              ret i32 2
            ok:
              call void @llvm.memcpy.p0.p0.i64(ptr %res, ptr %args, i64 64, i1 false)
            """);
        for (int slot : new int[] {8, 9, 10, 11, 12, 13, 14}) {
            ll.append("  %a").append(slot).append("p = getelementptr i64, ptr %args, i64 ").append(slot).append('\n');
            ll.append("  %a").append(slot).append(" = load i64, ptr %a").append(slot).append("p\n");
        }
        for (int slot : new int[] {8, 10, 12}) {
            ll.append("  %p").append(slot).append(" = inttoptr i64 %a").append(slot).append(" to ptr\n");
        }
        ll.append("  %n = mul i64 %a9, ").append(t.bytes()).append('\n');
        ll.append("  %mn = mul i64 %a13, %a14\n  %mb = mul i64 %mn, ").append(t.bytes()).append('\n');
        ll.append("""
              call void @llvm.memcpy.p0.p0.i64(ptr %p10, ptr %p8, i64 %n, i1 false)
              %v = call ptr @jacobi_alloc(i64 %n)
              call void @llvm.memcpy.p0.p0.i64(ptr %v, ptr %p8, i64 %n, i1 false)
              %m = call ptr @jacobi_alloc(i64 %mb)
              call void @llvm.memcpy.p0.p0.i64(ptr %m, ptr %p12, i64 %mb, i1 false)
              %r8 = getelementptr i64, ptr %res, i64 8
              store ptr %v, ptr %r8
              %r9 = getelementptr i64, ptr %res, i64 9
              store i64 %a9, ptr %r9
              %r10 = getelementptr i64, ptr %res, i64 10
              store ptr %m, ptr %r10
              %r11 = getelementptr i64, ptr %res, i64 11
              store i64 %a13, ptr %r11
              %r12 = getelementptr i64, ptr %res, i64 12
              store i64 %a14, ptr %r12
              ret i32 0
            }
            """);
        var args = new ArrayList<Type>();
        TYPES.forEach(s -> args.add(Shared.scalar(s)));
        var results = new ArrayList<>(args);
        args.addAll(List.of(Shared.array(t, 1), Shared.array(t, 1), Shared.array(t, 2)));
        results.addAll(List.of(Shared.array(t, 1), Shared.array(t, 2)));
        var check = new Params.Check(Params.Code.INDEX, "");
        return new LlvmModule(ll.toString(), "entry", args, results, List.of(check, check));
    }

    static void bind(DType t) {
        LlvmModule m = module(t);
        NativeCode code = Shared.LLVM.compile(m, Signature.of(m, List.of(9)));
        code.bind(Echo.class, "echo", Shared.failures(code));
    }

    /** Calls the method of an element type with random values; returns the complaints. Throws what the native method throws. */
    static List<String> round(DType t, int n, int i, int mode, Random random) throws Throwable {
        Class<?> type = component(t);
        Object r = random(type, n, random);
        Object w = random(type, n, random);
        Object m = random(type, 2 * n, random);
        var out = new Object[2];
        var bits = new long[10];
        Object read = copy(r);
        Object matrix = copy(m);
        Object[] scalars = {random.nextBoolean(), (byte) random.nextInt(), (short) random.nextInt(), (char) random.nextInt(), i,
            random.nextLong(), random.nextFloat(), random.nextDouble()};
        var all = new ArrayList<>(Arrays.asList(scalars));
        all.addAll(List.of(r, n, w, n, m, n, 2, out, bits, mode));
        Object before = copy(w);
        Class<?>[] types = new Class<?>[] {boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class,
            double.class, r.getClass(), int.class, r.getClass(), int.class, r.getClass(), int.class, int.class, Object[].class, long[].class, int.class};
        var wrong = new ArrayList<String>();
        try {
            Echo.class.getDeclaredMethod("echo", types).invoke(null, all.toArray());
        } catch (InvocationTargetException e) {
            if (!same(before, w)) {
                wrong.add("a failed call has changed its argument");
            }
            if (!wrong.isEmpty()) {
                return wrong;
            }
            throw e.getCause();
        }
        expect(wrong, "read array", read, r);
        expect(wrong, "written array", read, w);
        expect(wrong, "matrix", matrix, m);
        expect(wrong, "result", read, out[0]);
        expect(wrong, "matrix result", matrix, out[1]);
        long[] want = {(boolean) scalars[0] ? 1 : 0, (byte) scalars[1] & 0xFF, (short) scalars[2] & 0xFFFF, (char) scalars[3],
            (int) scalars[4] & 0xFFFFFFFFL, (long) scalars[5], Float.floatToRawIntBits((float) scalars[6]) & 0xFFFFFFFFL,
            Double.doubleToRawLongBits((double) scalars[7]), n, 2};
        expect(wrong, "scalars", want, bits);
        return wrong;
    }

    private static void expect(List<String> wrong, String what, Object want, Object got) {
        if (!same(want, got)) {
            wrong.add(what + " differs");
        }
    }

    private static boolean same(Object a, Object b) {
        return Arrays.deepEquals(new Object[] {a}, new Object[] {b});
    }

    private static Object copy(Object array) {
        int n = Array.getLength(array);
        Object c = Array.newInstance(array.getClass().getComponentType(), n);
        System.arraycopy(array, 0, c, 0, n);
        return c;
    }

    static Class<?> component(DType t) {
        return switch (t) {
            case BOOL -> boolean.class;
            case I8 -> byte.class;
            case I16, BF16, F16 -> short.class;
            case U16 -> char.class;
            case I32 -> int.class;
            case I64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
        };
    }

    private static Object random(Class<?> type, int n, Random random) {
        Object a = Array.newInstance(type, n);
        for (int i = 0; i < n; i++) {
            long bits = random.nextLong();
            Object v = type == boolean.class ? (Object) (bits < 0) : type == byte.class ? (Object) (byte) bits
                : type == short.class ? (Object) (short) bits : type == char.class ? (Object) (char) bits
                : type == int.class ? (Object) (int) bits : type == long.class ? (Object) bits
                : type == float.class ? (Object) (float) bits : (Object) (double) bits;
            Array.set(a, i, v);
        }
        return a;
    }

    /** Everything once; the complaints. */
    static List<String> all() throws Throwable {
        var random = new Random(1);
        var wrong = new ArrayList<String>();
        for (DType t : TYPES) {
            bind(t);
            for (int mode = 0; mode < 2; mode++) {
                for (int n : new int[] {0, 1, 3, 1000}) {
                    wrong.addAll(round(t, n, 5, mode, random));
                }
                for (int fail : new int[] {13, 14}) {
                    try {
                        round(t, 3, fail, mode, random);
                        wrong.add("nothing was thrown");
                    } catch (Shared.Failed e) {
                        if (e.which != fail - 13) {
                            wrong.add("the wrong failure was thrown");
                        }
                    }
                }
            }
        }
        return wrong;
    }

    /** For a JVM started with checks. */
    public static void main(String[] args) throws Throwable {
        System.out.println("echoed " + all());
    }
}
