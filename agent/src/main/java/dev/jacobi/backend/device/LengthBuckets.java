package dev.jacobi.backend.device;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.prepare.PaddedLengths;
import dev.jacobi.pjrt.hlo.prepare.PaddedLengths.Axis;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Arrays of many lengths by few programs: those whose lengths change from call to call are copied to longer ones, and the program ({@link PaddedLengths}) is told how long they are. Used under the lock of
 * the program that it belongs to.
 */
public final class LengthBuckets {
    /** So many shapes have code of their own before arrays are padded. */
    private static final int EXACT = 2;
    private static final int SEVERAL = 64;
    private static final int POWERS_UP_TO = 128;
    /** Longer arrays have code of their own: it is worth its compilation, and numbers of elements must not wrap around. */
    private static final int LONGEST = 1 << 24;
    private final Lifted ready;
    private final Options.Buckets when;
    private final List<List<List<Integer>>> seen = new ArrayList<>();
    private final Map<List<Axis>, Optional<PaddedLengths>> forms = new HashMap<>();
    private final Set<List<Axis>> refused = new HashSet<>();
    private final Set<List<Axis>> accepted = new HashSet<>();

    /** For a program's calls, padded {@code when} the option says. */
    public LengthBuckets(Lifted ready, Options.Buckets when) {
        this.ready = ready;
        this.when = when;
    }

    /**
     * A call with arrays that are longer than they say.
     *
     * @param ready the program for such calls
     * @param form what its results' lengths are
     * @param in the inputs, padded, and the lengths
     * @param lengths of the padded axes
     * @param ranges what the inputs that are lengths lie between wherever the same code is used
     */
    public record Call(Lifted ready, PaddedLengths form, List<Tensor> in, List<Integer> lengths, Map<Integer, HloOptions.Range> ranges) {
        /** The results, which are as long as the call's arrays say. */
        public List<Tensor> cut(List<Tensor> results) {
            var out = new ArrayList<Tensor>();
            for (int k = 0; k < results.size(); k++) {
                int[] dims = results.get(k).dims().clone();
                for (int d = 0; d < dims.length; d++) {
                    PaddedLengths.Length of = form.results().get(k).get(d);
                    dims[d] = of == null ? dims[d] : (int) of.when(lengths);
                    if (dims[d] < 0) {
                        throw Deopt.because("an array would have a negative length");
                    }
                }
                out.add(resized(results.get(k), dims));
            }
            return out;
        }
    }

    /** The least length that has code of its own and is at least as long. */
    static int bucket(int n) {
        int power = n <= 1 ? n : Integer.highestOneBit(n - 1) * 2;
        if (power <= POWERS_UP_TO) {
            return power;
        }
        int step = power / 8;
        return (n + step - 1) / step * step;
    }

    /** The least length that uses the code for this one. */
    static int least(int bucket) {
        if (bucket <= 2) {
            return bucket;
        }
        int power = Integer.highestOneBit(bucket - 1);
        return 1 + (power < POWERS_UP_TO ? power : bucket - power / 4);
    }

    /** How a call with these inputs is to be made; null for by code for exactly their shapes. */
    public Call call(List<Tensor> in) {
        if (when == Options.Buckets.OFF) {
            return null;
        }
        List<Axis> axes = axes(in);
        if (axes.isEmpty() || refused.contains(axes)) {
            return null;
        }
        PaddedLengths form = forms.computeIfAbsent(axes, a -> Optional.ofNullable(PaddedLengths.of(ready.module(), ready.entry(), a))).orElse(null);
        return form == null ? null : padded(form, in);
    }

    /** Whether it has been said of such calls that their programs are worth it. */
    public boolean isAccepted(Call c) {
        return accepted.contains(c.form.axes());
    }

    /** Programs for arrays padded along these axes have been found to be worth it. */
    public void accept(Call c) {
        accepted.add(c.form.axes());
    }

    /** Inputs of the call's ranks whose padded axes are long: programs for a few elements may have loops written trip by trip, and do not show what those for more are like. */
    public List<Tensor> example(Call c, List<Tensor> in) {
        var out = new ArrayList<>(in);
        for (Axis a : c.form.axes()) {
            int[] dims = out.get(a.input()).dims().clone();
            dims[a.axis()] = Math.max(dims[a.axis()], SEVERAL);
            out.set(a.input(), resized(out.get(a.input()), dims));
        }
        return out;
    }

    /** The same call with other inputs. */
    public Call with(Call c, List<Tensor> in) {
        return padded(c.form, in);
    }

    /** Programs for arrays padded along these axes have been found not to be worth it. */
    public void refuse(Call c) {
        refused.add(c.form.axes());
    }

    /** The axes to be padded: those whose length has been seen to change, after some calls. */
    private List<Axis> axes(List<Tensor> in) {
        List<List<Integer>> now = in.stream().map(t -> IntStream.of(t.dims()).boxed().toList()).toList();
        if (when == Options.Buckets.AUTO && seen.size() < EXACT) {
            if (!seen.contains(now)) {
                seen.add(now);
            }
            return List.of();
        }
        Func f = ready.module().get(ready.entry());
        var axes = new ArrayList<Axis>();
        for (int k = 0; k < in.size(); k++) {
            Type t = f.in().get(k).type();
            for (int d = 0; d < t.rank(); d++) {
                int n = now.get(k).get(d);
                int input = k;
                int axis = d;
                boolean changes = when == Options.Buckets.ALWAYS || seen.stream().anyMatch(s -> s.get(input).get(axis) != n) || varied(input, axis);
                if (changes && !t.dims().get(d).isConst()) {
                    if (n == 0 || n > LONGEST || in.get(k).elsewhere() != null) {
                        return List.of();
                    }
                    axes.add(new Axis(k, d));
                }
            }
        }
        return axes;
    }

    private boolean varied(int input, int axis) {
        return seen.stream().map(s -> s.get(input).get(axis)).distinct().count() > 1 || forms.keySet().stream().anyMatch(a -> a.contains(new Axis(input, axis)));
    }

    private Call padded(PaddedLengths form, List<Tensor> in) {
        var all = new ArrayList<>(in);
        var lengths = new ArrayList<Integer>();
        var ranges = new HashMap<Integer, HloOptions.Range>();
        for (Axis a : form.axes()) {
            Tensor t = all.get(a.input());
            int n = t.dims()[a.axis()];
            int[] dims = t.dims().clone();
            dims[a.axis()] = bucket(n);
            all.set(a.input(), new Tensor(t.dtype(), dims, null));
            ranges.put(in.size() + lengths.size(), new HloOptions.Range(least(dims[a.axis()]), dims[a.axis()]));
            lengths.add(n);
        }
        for (int k = 0; k < in.size(); k++) {
            all.set(k, resized(in.get(k), all.get(k).dims()));
        }
        lengths.forEach(n -> all.add(Tensor.of(Lit.i32(n))));
        return new Call(new Lifted(form.module(), ready.entry(), ready.inputs(), ready.result(), ready.writes()), form, all, lengths, ranges);
    }

    /** The elements at the places that both shapes have; zeros elsewhere. */
    static Tensor resized(Tensor t, int[] dims) {
        int[] from = t.dims();
        if (Arrays.equals(from, dims)) {
            return t;
        }
        Object data = t.data();
        Object out = Array.newInstance(data.getClass().getComponentType(), IntStream.of(dims).reduce(1, Math::multiplyExact));
        copy(data, from, 0, out, dims, 0, 0);
        return new Tensor(t.dtype(), dims, out);
    }

    private static void copy(Object data, int[] from, int at, Object out, int[] to, int place, int axis) {
        int n = Math.min(from[axis], to[axis]);
        if (axis == from.length - 1) {
            System.arraycopy(data, at, out, place, n);
            return;
        }
        int row = IntStream.of(from).skip(axis + 1L).reduce(1, (x, y) -> x * y);
        int room = IntStream.of(to).skip(axis + 1L).reduce(1, (x, y) -> x * y);
        for (int k = 0; k < n; k++) {
            copy(data, from, at + k * row, out, to, place + k * room, axis + 1);
        }
    }
}
