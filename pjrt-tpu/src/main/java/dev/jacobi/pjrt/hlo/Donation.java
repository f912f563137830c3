package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.control.ArrayVersions;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which arguments' memory main's results may take: a later version of an argument its memory ({@link ArrayVersions}), then a result that the caller stores in
 * the argument's array anyway, then any result of the type of an argument that main does not read. Others are left alone: where a result is made
 * while the argument is still read, as when it is its reverse, a compiler has to copy, which takes time and saves no memory.
 */
final class Donation {
    private static final Pattern ARGUMENT = Pattern.compile("%arg\\d+");
    private final List<Tensor> heads;
    private final List<Tensor> out;
    private final Map<Integer, Integer> donated = new TreeMap<>();

    private Donation(List<Tensor> heads, List<Tensor> out) {
        this.heads = heads;
        this.out = out;
    }

    /**
     * By number of main's parameter the result that takes its place.
     *
     * @param f the function without calls; main's parameter k is its input {@code arguments.get(k)}
     * @param places inputs of {@code f} by result, where the caller has such wishes
     * @param out what main returns: the function's results come first
     * @param body main's lines
     */
    static Map<Integer, Integer> of(Func f, Map<Integer, Integer> places, List<Integer> arguments, List<Tensor> heads, List<Tensor> out,
            List<String> body) {
        var d = new Donation(heads, out);
        for (int r = 0; r < f.out().size(); r++) {
            Var base = ArrayVersions.base(f.body(), f.out().get(r));
            d.pair(base == null ? -1 : arguments.indexOf(f.in().indexOf(base)), r);
        }
        new TreeMap<>(places).forEach((r, input) -> d.pair(arguments.indexOf(input), r));
        Set<String> read = read(body);
        for (int k = 0; k < heads.size(); k++) {
            for (int r = 0; r < out.size() && !read.contains(heads.get(k).name()); r++) {
                d.pair(k, r);
            }
        }
        return d.donated;
    }

    /** Notes a pair if both are still free, of one type, and not so small that nothing is saved. */
    private void pair(int param, int result) {
        if (param < 0 || donated.containsKey(param) || donated.containsValue(result)) {
            return;
        }
        Tensor p = heads.get(param);
        Tensor r = out.get(result);
        if (p.rank() > 0 && p.size() > 0 && p.dtype() == r.dtype() && Arrays.equals(p.shape(), r.shape())) {
            donated.put(param, result);
        }
    }

    private static Set<String> read(List<String> body) {
        var out = new HashSet<String>();
        for (String line : body) {
            Matcher m = ARGUMENT.matcher(line);
            while (m.find()) {
                out.add(m.group());
            }
        }
        return out;
    }
}
