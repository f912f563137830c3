package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.hlo.text.RegionText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Contraction, convolution, sort, Fourier transform, triangular factors, random bits: StableHLO has them, with lanes as batches. */
public final class LibraryOps {
    private final EmitContext e;

    /** Writes for this context. */
    public LibraryOps(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    /** The sums of 16-bit formats are made in f32. */
    private Tensor wide(Tensor t) {
        return t.dtype() == DType.F16 || t.dtype() == DType.BF16 ? o().convert(t, DType.F32) : t;
    }

    private static List<Integer> axes(int offset, List<Integer> axes) {
        return axes.stream().map(k -> offset + k).toList();
    }

    /** A contraction. Lanes that both have are batches, lanes that one has are free axes of it. */
    public LaneValue dot(LaneValue a, LaneValue b, Params.Dot p) {
        Tensor x = wide(e.l.tensor(a));
        Tensor y = wide(e.l.tensor(b));
        List<Integer> both = a.lanes.stream().filter(b.lanes::contains).toList();
        var batchX = new ArrayList<Integer>();
        var batchY = new ArrayList<Integer>();
        both.forEach(k -> batchX.add(a.lanes.indexOf(k)));
        both.forEach(k -> batchY.add(b.lanes.indexOf(k)));
        batchX.addAll(axes(a.lanes.size(), p.batchA()));
        batchY.addAll(axes(b.lanes.size(), p.batchB()));
        List<Integer> inX = axes(a.lanes.size(), p.contractA());
        List<Integer> inY = axes(b.lanes.size(), p.contractB());
        List<Integer> freeX = IntStream.range(0, x.rank()).boxed().filter(k -> !batchX.contains(k) && !inX.contains(k)).toList();
        List<Integer> freeY = IntStream.range(0, y.rank()).boxed().filter(k -> !batchY.contains(k) && !inY.contains(k)).toList();
        int[] shape = IntStream.concat(batchX.stream().mapToInt(k -> x.shape()[k]),
            IntStream.concat(freeX.stream().mapToInt(k -> x.shape()[k]), freeY.stream().mapToInt(k -> y.shape()[k]))).toArray();
        String batches = batchX.isEmpty() ? "" : ", batching_dims = " + Ops.list(batchX) + " x " + Ops.list(batchY);
        Tensor r = dot(o(), x, y, shape, batches, inX, inY);
        // [both, batches, free of x (its lanes first), free of y (its lanes first)] with all lanes in front.
        List<Integer> lanes = LaneTensors.union(a.lanes, b.lanes).stream().sorted().toList();
        List<Integer> onlyX = LaneTensors.without(a.lanes, both);
        List<Integer> onlyY = LaneTensors.without(b.lanes, both);
        int n = batchX.size();
        var order = new ArrayList<Integer>();
        for (int lane : lanes) {
            order.add(both.contains(lane) ? both.indexOf(lane) : onlyX.contains(lane) ? n + onlyX.indexOf(lane) : n + freeX.size() + onlyY.indexOf(lane));
        }
        IntStream.range(0, shape.length).filter(k -> !order.contains(k)).boxed().toList().forEach(order::add);
        Tensor moved = o().transpose(r, order.stream().mapToInt(k -> k).toArray());
        return LaneValue.of(o().convert(moved, a.dtype), lanes);
    }

    /** The text of a contraction over these axes. */
    static Tensor dot(Ops o, Tensor x, Tensor y, int[] shape, String batches, List<Integer> inX, List<Integer> inY) {
        return o.def(x.dtype(), shape, "stablehlo.dot_general " + x.name() + ", " + y.name() + batches + ", contracting_dims = " + Ops.list(inX) + " x " + Ops.list(inY)
            + ", precision = [" + o.precision() + ", " + o.precision() + "]", x, y);
    }

    /** A convolution. Lanes of the images are more images; lanes of the filters are more groups. */
    public LaneValue conv(LaneValue a, LaneValue w, Params.Conv p) {
        List<Integer> lanes = w.lanes.isEmpty() ? a.lanes : LaneTensors.union(a.lanes, w.lanes);
        int[] x = a.dims;
        int[] f = w.dims;
        int spatial = p.strides().size();
        int[] out = new int[2 + spatial];
        out[0] = x[0];
        out[1] = f[0];
        for (int k = 0; k < spatial; k++) {
            long room = x[2 + k] + p.padLow().get(k) + p.padHigh().get(k) - (p.dilation().get(k) * (f[2 + k] - 1) + 1);
            out[2 + k] = room < 0 ? 0 : (int) (room / p.strides().get(k) + 1);
        }
        if (RegionText.count(out) == 0 || a.size() == 0 || w.size() == 0) {
            return LaneValue.of(Lit.zero(a.dtype), out);
        }
        int count = (int) e.l.count(lanes);
        Tensor images = wide(e.l.full(a, lanes, x));
        Tensor filters = wide(w.lanes.isEmpty() ? e.l.tensor(w) : e.l.full(w, lanes, f));
        int n = lanes.size();
        int groups = p.groups();
        int[] shape = out.clone();
        if (w.lanes.isEmpty()) {
            images = o().reshape(images, with(x, 0, count * x[0]));
            shape[0] *= count;
        } else {
            // [lanes, N, C, ..] as [N, lanes * C, ..]
            int[] order = IntStream.range(0, n + x.length).map(k -> k == 0 ? n : k <= n ? k - 1 : k).toArray();
            images = o().reshape(o().transpose(images, order), with(x, 1, count * x[1]));
            filters = o().reshape(filters, with(f, 0, count * f[0]));
            groups *= count;
            shape[1] *= count;
        }
        Tensor r = groups == 1 && WideWindows.is(filters.shape(), shape) ? WideWindows.convolve(o(), images, filters, shape, p) : convolution(images, filters, shape, p, groups);
        r = o().convert(r, a.dtype);
        if (w.lanes.isEmpty()) {
            return LaneValue.of(o().reshape(r, e.l.shape(lanes, out)), lanes);
        }
        int[] apart = Ops.join(new int[] {out[0]}, e.l.shape(lanes, Arrays.copyOfRange(out, 1, out.length)));
        int[] back = IntStream.range(0, apart.length).map(k -> k < n ? k + 1 : k == n ? 0 : k).toArray();
        return LaneValue.of(o().transpose(o().reshape(r, apart), back), lanes);
    }

    private Tensor convolution(Tensor images, Tensor filters, int[] shape, Params.Conv p, int groups) {
        int spatial = p.strides().size();
        String space = IntStream.range(0, spatial).mapToObj(k -> ", " + k).collect(Collectors.joining());
        String pads = IntStream.range(0, spatial).mapToObj(k -> "[" + p.padLow().get(k) + ", " + p.padHigh().get(k) + "]").collect(Collectors.joining(", ", "[", "]"));
        return o().def(images.dtype(), shape, "stablehlo.convolution(" + images.name() + ", " + filters.name() + ") dim_numbers = [b, f" + space + "]x[o, i" + space
            + "]->[b, f" + space + "], window = {stride = " + p.strides() + ", pad = " + pads + ", rhs_dilate = " + p.dilation()
            + "} {batch_group_count = 1 : i64, feature_group_count = " + groups + " : i64, precision_config = [#stablehlo<precision " + o().precision() + ">, #stablehlo<precision "
            + o().precision() + ">]}", images, filters);
    }

    private static int[] with(int[] dims, int k, int extent) {
        int[] out = dims.clone();
        out[k] = extent;
        return out;
    }

    /** A stable sort in Java's order: -0.0 before 0.0, all NaN equal and last. */
    public List<LaneValue> sort(List<LaneValue> in, Params.Sort p) {
        if (in.get(0).size() == 0) {
            return in;
        }
        List<Integer> lanes = LaneTensors.union(in);
        List<Tensor> ts = in.stream().map(v -> e.l.full(v, lanes, v.dims)).toList();
        String n = o().name();
        o().line(n + (ts.size() == 1 ? "" : ":" + ts.size()) + " = \"stablehlo.sort\"(" + Ops.names(ts) + ") <{dimension = " + (lanes.size() + p.axis())
            + " : i64, is_stable = true}> ({");
        List<Tensor> pairs = new ArrayList<>();
        for (Tensor t : ts) {
            pairs.add(new Tensor(o().name(), t.dtype(), new int[0]));
            pairs.add(new Tensor(o().name(), t.dtype(), new int[0]));
        }
        o().line("^bb0(" + pairs.stream().map(t -> t.name() + ": " + t.type()).collect(Collectors.joining(", ")) + "):");
        o().code().nested(o().closed(() -> {
            Tensor before = null;
            for (int k = p.keys() - 1; k >= 0; k--) {
                Tensor x = key(pairs.get(2 * k));
                Tensor y = key(pairs.get(2 * k + 1));
                Tensor less = x.dtype().isFloat() ? o().compare("LT", x, y, "TOTALORDER") : o().compare("LT", x, y);
                Tensor equal = before == null ? null : x.dtype().isFloat() ? o().compare("EQ", x, y, "TOTALORDER") : o().compare("EQ", x, y);
                before = before == null ? less : o().or(less, o().and(equal, before));
            }
            o().done(List.of(before));
        }));
        o().line("}) : (" + Ops.types(ts) + ") -> " + (ts.size() == 1 ? Ops.types(ts) : "(" + Ops.types(ts) + ")"));
        return Ops.named(n, ts).stream().map(t -> LaneValue.of(t, lanes)).toList();
    }

    private Tensor key(Tensor x) {
        return x.dtype().isFloat() ? o().select(o().compare("NE", x, x), o().like(x, Double.NaN), x) : x;
    }

    /** The Fourier transform along an axis, which goes last for StableHLO's transform of complex numbers. */
    public List<LaneValue> fft(LaneValue re, LaneValue im, Params.Axis p) {
        if (re.size() == 0) {
            return List.of(re, im);
        }
        List<Integer> lanes = LaneTensors.union(re.lanes, im.lanes);
        int n = lanes.size() + re.dims.length;
        var order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        order.add(order.remove(lanes.size() + p.axis()));
        int[] there = order.stream().mapToInt(k -> k).toArray();
        int[] back = IntStream.range(0, n).map(order::indexOf).toArray();
        Tensor x = o().transpose(wide(e.l.full(re, lanes, re.dims)), there);
        Tensor y = o().transpose(wide(e.l.full(im, lanes, im.dims)), there);
        String type = RegionText.type("complex<" + x.dtype().text() + ">", x.shape());
        Tensor c = o().def(x.dtype(), x.shape(), "stablehlo.complex " + x.name() + ", " + y.name() + " : " + type);
        Tensor f = o().def(x.dtype(), x.shape(), "stablehlo.fft " + c.name() + ", type = " + (p.reverse() ? "IFFT" : "FFT") + ", length = [" + x.shape()[n - 1]
            + "] : (" + type + ") -> " + type);
        var out = new ArrayList<LaneValue>();
        for (String part : List.of("real", "imag")) {
            Tensor t = o().def(x.dtype(), x.shape(), "stablehlo." + part + " " + f.name() + " : (" + type + ") -> " + x.type());
            out.add(LaneValue.of(o().convert(o().transpose(t, back), re.dtype), lanes));
        }
        return out;
    }

    /** The lower triangular factor. */
    public LaneValue cholesky(LaneValue a) {
        if (a.size() == 0) {
            return a;
        }
        Tensor t = wide(e.l.tensor(a));
        int n = t.rank();
        Tensor r = o().def(t.dtype(), t.shape(), "stablehlo.cholesky " + t.name() + ", lower = true : " + t.type());
        Tensor lower = o().compare("GE", o().iota(DType.I32, n - 2, t.shape()), o().iota(DType.I32, n - 1, t.shape()));
        return LaneValue.of(o().convert(o().select(lower, r, o().like(r, 0)), a.dtype), a.lanes);
    }

    /** The solution of a triangular system. */
    public LaneValue solve(LaneValue a, LaneValue b, boolean upper) {
        if (a.size() == 0 || b.size() == 0) {
            return b;
        }
        List<Integer> lanes = LaneTensors.union(a.lanes, b.lanes);
        Tensor x = wide(e.l.full(a, lanes, a.dims));
        Tensor y = wide(e.l.full(b, lanes, b.dims));
        boolean vector = b.dims.length < a.dims.length;
        Tensor columns = vector ? o().reshape(y, Ops.join(y.shape(), 1)) : y;
        Tensor r = o().def(columns.dtype(), columns.shape(), "\"stablehlo.triangular_solve\"(" + x.name() + ", " + columns.name() + ") <{left_side = true, lower = " + !upper
            + ", unit_diagonal = false, transpose_a = #stablehlo<transpose NO_TRANSPOSE>}>", x, columns);
        return LaneValue.of(o().convert(o().reshape(r, y.shape()), b.dtype), lanes);
    }

    /** Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011): Threefry-2x32 with 20 rounds. */
    public List<LaneValue> threefry(List<LaneValue> in) {
        int[][] rotations = {{13, 15, 26, 6}, {17, 29, 16, 24}};
        List<Integer> lanes = LaneTensors.union(in);
        List<Tensor> t = e.l.together(in, lanes);
        Tensor k0 = t.get(0);
        Tensor k1 = t.get(1);
        Tensor[] key = {k0, k1, o().op("xor", o().op("xor", k0, k1), o().constant(DType.I32, 0x1BD11BDA, k0.shape()))};
        Tensor x0 = o().add(t.get(2), key[0]);
        Tensor x1 = o().add(t.get(3), key[1]);
        for (int group = 1; group <= 5; group++) {
            for (int r : rotations[(group - 1) % 2]) {
                x0 = o().add(x0, x1);
                Tensor left = o().op("shift_left", x1, o().like(x1, r));
                Tensor right = o().op("shift_right_logical", x1, o().like(x1, 32 - r));
                x1 = o().op("xor", o().or(left, right), x0);
            }
            x0 = o().add(x0, key[group % 3]);
            x1 = o().add(o().add(x1, key[(group + 1) % 3]), o().like(x1, group));
        }
        return List.of(LaneValue.of(x0, lanes), LaneValue.of(x1, lanes));
    }
}
