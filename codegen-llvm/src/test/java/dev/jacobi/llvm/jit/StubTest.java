package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Values cross from Java to native code and back unchanged, for each type and both modes. */
class StubTest {
    static native boolean same(boolean v, int mode);

    static native byte same(byte v, int mode);

    static native short same(short v, int mode);

    static native char same(char v, int mode);

    static native int same(int v, int mode);

    static native long same(long v, int mode);

    static native float same(float v, int mode);

    static native double same(double v, int mode);

    static native double[] dup(double[] a, int n, int mode);

    static native void huge(long n, Object[] out, long[] bits, int mode);

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = Mode.EXCLUDE, names = {"BF16", "F16"})
    void everythingComesBack(DType t) throws Throwable {
        Echo.bind(t);
        var random = new Random(7);
        for (int mode = 0; mode < 2; mode++) {
            int piece = (256 << 10) / t.bytes();
            for (int n : new int[] {0, 1, 2, 17, 4096, piece - 1, piece, piece + 1, 2 * piece + 3}) {
                assertEquals(List.of(), Echo.round(t, n, n, mode, random), "mode " + mode + ", length " + n);
            }
            int m = mode;
            assertEquals(0, assertThrows(Shared.Failed.class, () -> Echo.round(t, 5, 13, m, random)).which);
            assertEquals(1, assertThrows(Shared.Failed.class, () -> Echo.round(t, 5, 14, m, random)).which);
        }
    }

    /** On JVMs whose collector moves nothing while an array is pinned, stubs find arrays by themselves; by default that is G1 before JDK 22. */
    @Test
    void arraysAreFound() {
        assumeTrue(Runtime.version().feature() < 22 && System.getProperty("java.vm.name").contains("OpenJDK"));
        Llvm llvm = Llvm.open(Shared.LLVM.natives(), 1);
        assertFalse(llvm.findsArrays());
        assertTrue(llvm.arraysByAddress());
        assertTrue(llvm.findsArrays());
    }

    @Test
    void oneScalarIsReturned() {
        for (DType t : Echo.TYPES) {
            var m = new LlvmModule("""
                define i32 @entry(ptr %args, ptr %res) {
                  %v = load i64, ptr %args
                  store i64 %v, ptr %res
                  ret i32 0
                }
                """, "entry", List.of(Shared.scalar(t)), List.of(Shared.scalar(t)), List.of());
            NativeCode code = Shared.LLVM.compile(m, Signature.of(m, List.of(-1)));
            code.bind(StubTest.class, "same", Shared.failures(code));
        }
        for (int mode = 0; mode < 2; mode++) {
            assertEquals(true, same(true, mode));
            assertEquals(false, same(false, mode));
            assertEquals(Byte.MIN_VALUE, same(Byte.MIN_VALUE, mode));
            assertEquals((short) -12345, same((short) -12345, mode));
            assertEquals('\uFFFE', same('\uFFFE', mode));
            assertEquals(Integer.MIN_VALUE, same(Integer.MIN_VALUE, mode));
            assertEquals(Long.MIN_VALUE + 1, same(Long.MIN_VALUE + 1, mode));
            assertEquals(-0.0f, same(-0.0f, mode));
            assertEquals(Double.longBitsToDouble(0x7ff8000000000123L), same(Double.longBitsToDouble(0x7ff8000000000123L), mode));
        }
    }

    @Test
    void oneArrayIsReturned() {
        var m = new LlvmModule("""
            declare ptr @jacobi_alloc(i64)
            declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
            define i32 @entry(ptr %args, ptr %res) {
              %p = load ptr, ptr %args
              %np = getelementptr i64, ptr %args, i64 1
              %n = load i64, ptr %np
              %b = shl i64 %n, 3
              %v = call ptr @jacobi_alloc(i64 %b)
              call void @llvm.memcpy.p0.p0.i64(ptr %v, ptr %p, i64 %b, i1 false)
              store ptr %v, ptr %res
              %rp = getelementptr i64, ptr %res, i64 1
              store i64 %n, ptr %rp
              ret i32 0
            }
            """, "entry", List.of(Shared.array(DType.F64, 1)), List.of(Shared.array(DType.F64, 1)), List.of());
        NativeCode code = Shared.LLVM.compile(m, Signature.of(m, List.of(-1)));
        code.bind(StubTest.class, "dup", Shared.failures(code));
        double[] x = {1, Double.NaN, -0.0};
        assertArrayEquals(x, dup(x, x.length, Signature.IN_PLACE));
        assertArrayEquals(x, dup(x, x.length, Signature.COPY));
        assertArrayEquals(new double[0], dup(new double[0], 0, Signature.COPY));
    }

    /** A result of n times n elements that no Java array can hold is the last failure, and its memory is freed. */
    @Test
    void aResultThatIsTooLargeFails() {
        var m = new LlvmModule("""
            declare ptr @jacobi_alloc(i64)
            define i32 @entry(ptr %args, ptr %res) {
              %n = load i64, ptr %args
              %v = call ptr @jacobi_alloc(i64 8)
              store ptr %v, ptr %res
              %r1 = getelementptr i64, ptr %res, i64 1
              store i64 %n, ptr %r1
              %r2 = getelementptr i64, ptr %res, i64 2
              store i64 %n, ptr %r2
              ret i32 0
            }
            """, "entry", List.of(Shared.scalar(DType.I64)), List.of(Shared.array(DType.F64, 2)), List.of());
        NativeCode code = Shared.LLVM.compile(m, Signature.of(m, List.of(-1)));
        code.bind(StubTest.class, "huge", Shared.failures(code));
        for (long n : new long[] {46341, 1L << 31, 1L << 32, 1L << 62, -1, -2}) {
            var out = new Object[1];
            assertEquals(0, assertThrows(Shared.Failed.class, () -> huge(n, out, new long[2], 0)).which);
            assertEquals(null, out[0]);
        }
        var out = new Object[1];
        var dims = new long[2];
        huge(1, out, dims, 0);
        assertEquals(1, ((double[]) out[0]).length);
        assertArrayEquals(new long[] {1, 1}, dims);
    }

    @Test
    void theJvmsJniChecksAreSilent() throws Exception {
        Process p = Shared.java(List.of("-Xcheck:jni"), Echo.class);
        String out = new String(p.getInputStream().readAllBytes());
        assertEquals(true, p.waitFor(60, TimeUnit.SECONDS));
        assertEquals("echoed []", out.strip());
        assertEquals(0, p.exitValue());
    }

    /** LLVM spends its time on the entry: what is around it stays as it is, and takes no copy of the entry in. */
    @Test
    void stubsAreNotOptimised() {
        var m = new LlvmModule("define i32 @entry(ptr %args, ptr %res) {\n  store i64 7, ptr %res\n  ret i32 0\n}\n", "entry", List.of(), List.of(Shared.scalar(DType.I64)), List.of());
        String text = Shared.LLVM.texts(m, Signature.of(m, List.of(-1))).llvm();
        String stub = text.substring(text.indexOf("@stub("), text.indexOf("\n}", text.indexOf("@stub(")));
        assertTrue(stub.contains("call i32 @entry("), text);
    }
}
