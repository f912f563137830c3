// What a client of the plugin in this process can do, with results that the test knows.
package dev.jacobi.tpu;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.Buffer;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.client.DeviceProgram;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.client.LoadedExecutable;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Plugins;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class ClientCalls {
    private ClientCalls() {
    }

    public static void main(String[] args) throws InterruptedException {
        Plugin p = Plugins.ofProcess(null, System.getProperties()).open();
        System.out.println("version " + p.version());
        try (Client c = p.client(Map.of())) {
            System.out.println("platform " + c.platform() + ", kind " + c.devices().get(0).kind());
            for (DType d : DType.values()) {
                System.out.println("echo " + d + " " + echo(c, d));
            }
            matmul(c);
            donation(c);
            serialized(c);
            threads(c);
            try {
                c.compile("func.func @main() -> tensor<f32> {\n  %0 = stablehlo.nonesuch : tensor<f32>\n  return %0 : tensor<f32>\n}", CompileOptions.ONE_DEVICE);
            } catch (PjrtException e) {
                System.out.println("error " + e.code() + " at " + e.positions());
            }
        }
        Hosted.printLeaks();
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String name(DType d) {
        return ElementType.of(d) == ElementType.PRED ? "i1" : d == DType.U16 ? "ui16" : d.text();
    }

    /** A [2,3] array goes there and comes back transposed: its bits are what they were. */
    private static boolean echo(Client c, DType d) {
        Object data = switch (d) {
            case BOOL -> new boolean[] {true, false, false, true, true, false};
            case I8 -> new byte[] {1, -2, 3, Byte.MIN_VALUE, 5, 6};
            case I16, F16, BF16 -> new short[] {1, -2, 3, 0x3f80, 5, 6};
            case U16 -> new char[] {1, 0xffff, 3, 4, 5, 6};
            case I32 -> new int[] {1, -2, 3, Integer.MIN_VALUE, 5, 6};
            case I64 -> new long[] {1, -2, 3, Long.MIN_VALUE, 5, 6};
            case F32 -> new float[] {1, -0f, Float.MIN_VALUE, Float.NaN, 5, 6};
            case F64 -> new double[] {1, -0.0, Double.MIN_VALUE, Double.NaN, 5, 6};
        };
        String a = "tensor<2x3x" + name(d) + ">";
        String b = "tensor<3x2x" + name(d) + ">";
        var program = new HloProgram("func.func @main(%a: " + a + ") -> " + b + " {\n  %0 = stablehlo.transpose %a, dims = [1, 0] : (" + a + ") -> " + b
            + "\n  return %0 : " + b + "\n}\n", List.of(Type.of(d, Dim.of(2), Dim.of(3))), List.of(0), Map.of(), List.of(Type.of(d, Dim.of(3), Dim.of(2))), -1, List.of(), List.of());
        try (DeviceProgram p = DeviceProgram.compile(c, program)) {
            Tensor in = new Tensor(d, new int[] {2, 3}, data);
            Tensor out = p.call(List.of(in), List.of(d)).results().get(0);
            long[] was = in.bits();
            return Arrays.equals(new int[] {3, 2}, out.dims()) && Arrays.equals(new long[] {was[0], was[3], was[1], was[4], was[2], was[5]}, out.bits());
        }
    }

    private static void matmul(Client c) {
        String text = """
            func.func @main(%a: tensor<2x3xf64>, %b: tensor<3x2xf64>) -> tensor<2x2xf64> {
              %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<2x3xf64>, tensor<3x2xf64>) -> tensor<2x2xf64>
              return %0 : tensor<2x2xf64>
            }
            """;
        Type a = Type.of(DType.F64, Dim.of(2), Dim.of(3));
        Type b = Type.of(DType.F64, Dim.of(3), Dim.of(2));
        var program = new HloProgram(text, List.of(a, b), List.of(0, 1), Map.of(), List.of(Type.of(DType.F64, Dim.of(2), Dim.of(2))), -1, List.of(), List.of());
        try (DeviceProgram p = DeviceProgram.compile(c, program)) {
            Tensor x = new Tensor(DType.F64, new int[] {2, 3}, new double[] {1, 2, 3, 4, 5, 6});
            Tensor y = new Tensor(DType.F64, new int[] {3, 2}, new double[] {7, 8, 9, 10, 11, 12});
            System.out.println("matmul " + Arrays.toString((double[]) p.call(List.of(x, y), List.of(DType.F64)).results().get(0).data()));
        }
    }

    private static final String INCREMENT = "func.func @main(%a: tensor<4xi32> {tf.aliasing_output = 0 : i32}) -> tensor<4xi32> {\n"
        + "  %0 = stablehlo.add %a, %a : tensor<4xi32>\n  return %0 : tensor<4xi32>\n}\n";

    /** An argument that the program may overwrite is gone afterwards, unless the call keeps it. */
    private static void donation(Client c) {
        try (LoadedExecutable e = c.compile(INCREMENT, CompileOptions.ONE_DEVICE)) {
            for (Set<Integer> kept : List.of(Set.of(0), Set.<Integer>of())) {
                try (Buffer a = upload(c, new int[] {1, 2, 3, 4}); Buffer r = e.execute(List.of(a), kept).get(0); HostMemory m = r.download()) {
                    System.out.println("kept " + kept + " donated " + a.isDonated() + " " + Arrays.toString((int[]) m.elements(DType.I32, 4)) + " " + r.bytesOnDevice());
                }
            }
        }
    }

    private static Buffer upload(Client c, int[] values) {
        try (HostMemory m = HostMemory.of(DType.I32, values)) {
            return c.upload(m, ElementType.S32, new long[] {values.length}, c.devices().get(0));
        }
    }

    private static void serialized(Client c) {
        byte[] kept;
        try (LoadedExecutable e = c.compile(INCREMENT, CompileOptions.ONE_DEVICE); Executable x = e.executable()) {
            kept = x.serialize();
        }
        try (LoadedExecutable again = c.load(kept); Buffer a = upload(c, new int[] {5, 6, 7, 8}); Buffer r = again.execute(List.of(a), Set.of()).get(0);
                HostMemory m = r.download()) {
            System.out.println("loaded again " + Arrays.toString((int[]) m.elements(DType.I32, 4)));
        }
    }

    /** Several threads use one executable. */
    private static void threads(Client c) throws InterruptedException {
        var sums = new long[4];
        try (LoadedExecutable e = c.compile(INCREMENT, CompileOptions.ONE_DEVICE)) {
            var threads = new Thread[sums.length];
            for (int t = 0; t < threads.length; t++) {
                int n = t;
                threads[t] = new Thread(() -> {
                    for (int i = 0; i < 50; i++) {
                        try (Buffer a = upload(c, new int[] {n, n, n, n}); Buffer r = e.execute(List.of(a), Set.of()).get(0); HostMemory m = r.download()) {
                            sums[n] += Arrays.stream((int[]) m.elements(DType.I32, 4)).sum();
                        }
                    }
                });
                threads[t].start();
            }
            for (Thread t : threads) {
                t.join();
            }
        }
        System.out.println("threads " + Arrays.toString(sums));
    }
}
