package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Copies of Java arrays: taken whole, and only changed elements are written back. */
class ChangesTest {
    private static final LlvmModule PUT = new LlvmModule("""
        declare void @jacobi_put_changed(ptr, ptr, ptr, i64, i32)
        define i32 @entry(ptr %args, ptr %res) {
          %to = load ptr, ptr %args
          %np = getelementptr i64, ptr %args, i64 1
          %bytes = load i64, ptr %np
          %nowp = getelementptr i64, ptr %args, i64 2
          %now = load ptr, ptr %nowp
          %wasp = getelementptr i64, ptr %args, i64 4
          %was = load ptr, ptr %wasp
          %widthp = getelementptr i64, ptr %args, i64 6
          %width = load i64, ptr %widthp
          %n = udiv i64 %bytes, %width
          %w = trunc i64 %width to i32
          call void @jacobi_put_changed(ptr %to, ptr %now, ptr %was, i64 %n, i32 %w)
          ret i32 0
        }
        """, "entry", List.of(Shared.array(DType.I8, 1), Shared.array(DType.I8, 1), Shared.array(DType.I8, 1), Shared.scalar(DType.I64)),
        List.of(), List.of());
    /** Adds one to each element from the start on in steps. */
    private static final LlvmModule BUMP = new LlvmModule("""
        define i32 @entry(ptr %args, ptr %res) {
          %x = load ptr, ptr %args
          %np = getelementptr i64, ptr %args, i64 1
          %n = load i64, ptr %np
          %bp = getelementptr i64, ptr %args, i64 2
          %start = load i64, ptr %bp
          %sp = getelementptr i64, ptr %args, i64 3
          %step = load i64, ptr %sp
          br label %loop
        loop:
          %i = phi i64 [ %start, %0 ], [ %j, %body ]
          %c = icmp slt i64 %i, %n
          br i1 %c, label %body, label %end
        body:
          %p = getelementptr i64, ptr %x, i64 %i
          %v = load i64, ptr %p
          %w = add i64 %v, 1
          store i64 %w, ptr %p
          %j = add i64 %i, %step
          br label %loop
        end:
          ret i32 0
        }
        """, "entry", List.of(Shared.array(DType.I64, 1), Shared.scalar(DType.I64), Shared.scalar(DType.I64)), List.of(), List.of());

    static native void put(byte[] to, int tn, byte[] now, int nn, byte[] was, int wn, long width, int mode);

    static native void bump(long[] x, int n, long start, long step, int mode);

    @Test
    void onlyChangedElementsAreWrittenBack() {
        NativeCode code = Shared.LLVM.compile(PUT, Signature.of(PUT, List.of(0)));
        code.bind(ChangesTest.class, "put", Shared.failures(code));
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int width : new int[] {1, 2, 4, 8}) {
            for (int n : new int[] {0, 1, 7, 63, 64, 65, 129, 1000, 16_383, 16_384, 16_385, 100_003}) {
                for (double share : new double[] {0, 0.001, 0.5, 1}) {
                    var was = new byte[n * width];
                    random.nextBytes(was);
                    byte[] now = was.clone();
                    byte[] expected = new byte[was.length];
                    Arrays.fill(expected, (byte) 42);
                    byte[] to = expected.clone();
                    for (int i = 0; i < n; i++) {
                        if (random.nextDouble() < share) {
                            now[i * width + random.nextInt(width)] ^= (byte) (1 + random.nextInt(255));
                            System.arraycopy(now, i * width, expected, i * width, width);
                        }
                    }
                    put(to, to.length, now, now.length, was, was.length, width, Signature.IN_PLACE);
                    assertArrayEquals(expected, to, n + " elements of " + width + " bytes, " + share + " changed, seed " + seed);
                }
            }
        }
    }

    @Test
    void aCallOnCopiesChangesWhatItChangesInPlace() {
        NativeCode code = Shared.LLVM.compile(BUMP, Signature.of(BUMP, List.of(0)));
        code.bind(ChangesTest.class, "bump", Shared.failures(code));
        for (int n : new int[] {0, 1, 5, 300, 8191, 8192, 8193, 131_071, 131_072, 131_073, 300_001}) {
            for (int step : new int[] {1, 3, 5000}) {
                long[] x = new Random(n).longs(n).toArray();
                long[] y = x.clone();
                long[] z = x.clone();
                bump(x, x.length, 0, step, Signature.COPY);
                bump(y, y.length, 0, step, Signature.IN_PLACE);
                for (int i = 0; i < n; i += step) {
                    z[i]++;
                }
                assertArrayEquals(z, x, n + " elements, step " + step);
                assertArrayEquals(z, y, n + " elements, step " + step);
            }
        }
    }

    /** A second copy that read the array again would differ from the first where the other thread has written in between. */
    @Test
    void threadsThatWriteOtherElementsDoNotUndoEachOther() throws InterruptedException {
        NativeCode code = Shared.LLVM.compile(BUMP, Signature.of(BUMP, List.of(0)));
        code.bind(ChangesTest.class, "bump", Shared.failures(code));
        long[] x = new long[1 << 20];
        int calls = 100;
        var threads = new Thread[2];
        for (int t = 0; t < 2; t++) {
            int start = t;
            threads[t] = new Thread(() -> {
                for (int k = 0; k < calls; k++) {
                    bump(x, x.length, start, 2, Signature.COPY);
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        assertEquals(0, Arrays.stream(x).filter(v -> v != calls).count());
    }
}
