package dev.jacobi.ptx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A kernel that doubles numbers, for tests that run one through a device and back. */
final class TwiceKernel {
    /** params: address of floats, number of them: each is doubled. */
    static final String TWICE = """
        define internal void @kernel_twice(ptr %p) {
          %x = load ptr, ptr %p
          %np = getelementptr i64, ptr %p, i64 1
          %n = load i64, ptr %np
          br label %head
        head:
          %i = phi i64 [ 0, %0 ], [ %j, %body ]
          %c = icmp slt i64 %i, %n
          br i1 %c, label %body, label %end
        body:
          %q = getelementptr float, ptr %x, i64 %i
          %v = load float, ptr %q
          %w = fadd float %v, %v
          store float %w, ptr %q
          %j = add i64 %i, 1
          br label %head
        end:
          ret void
        }
        """;
    static final Device.Code CODE = code(".version 8.0");

    private TwiceKernel() {
    }

    static Device.Code code(String ptx) {
        return new Device.Code() {
            @Override
            public String llvm() {
                return "";
            }

            @Override
            public String ptx() {
                return ptx;
            }
        };
    }

    static float[] twice(Device d, float[] x) {
        float[] out = new float[x.length];
        Device.Loaded code = d.load(CODE);
        try (Queue q = d.queue(true)) {
            long at = q.alloc(4L * x.length);
            q.upload(at, x, 0, x.length);
            q.launch(code.function("twice"), new int[] {3, 1, 1}, new int[] {32, 1, 1}, new long[] {at, x.length});
            q.download(out, 0, out.length, at);
            assertEquals(0, q.finish(0));
            assertTrue(q.kernelNanos() > 0 && q.transferNanos() > 0, "it was timed");
        }
        return out;
    }

    static float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i;
        }
        return x;
    }

    static float[] doubled(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = 2f * i;
        }
        return x;
    }
}
