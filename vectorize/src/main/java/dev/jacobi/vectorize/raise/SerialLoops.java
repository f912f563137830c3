package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Why loops of a raised function run one trip after the other, in words: which scalar or element one trip hands to another, and in which lines. Loops inside of parallel ones are not spoken of, and neither are
 * those that carry nothing.
 */
public final class SerialLoops {
    private static final int MOST = 12;
    private final IntValues values;
    private final Definitions defs;
    private final boolean fast;
    private final List<ElementAccess> accesses = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private int parallel;

    private SerialLoops(Func f, boolean fast) {
        values = new IntValues(f);
        defs = Definitions.in(f.body());
        this.fast = fast;
    }

    /** A sentence, without a period, for each of the first loops; {@code fast} as for {@link Parallelise}. */
    public static List<String> of(Func raised, boolean fast) {
        if (!Regions.any(raised.body(), e -> e.prim() == Prim.FOR || e.prim() == Prim.WHILE)) {
            return List.of();
        }
        var w = new SerialLoops(raised, fast);
        w.block(raised.body());
        return w.said.stream().distinct().limit(MOST).toList();
    }

    private List<Eqn> block(List<Eqn> body) {
        for (Eqn e : body) {
            ElementAccess access = ElementAccess.of(e, values);
            if (access != null) {
                accesses.add(access);
            }
            int first = accesses.size();
            int place = said.size();
            boolean together = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.HIST;
            parallel += together ? 1 : 0;
            if (e.prim() == Prim.COND) {
                branches(e);
            } else {
                values.regions(e, this::block);
            }
            parallel -= together ? 1 : 0;
            String why = parallel > 0 ? null : e.prim() == Prim.FOR ? why(e, accesses.subList(first, accesses.size())) : e.prim() == Prim.WHILE ? unknown(e) : null;
            String where = why == null ? null : lines(List.of(e));
            if (where != null) {
                said.add(place, "the loop at " + where + " runs one trip after the other: " + why);
            }
            values.define(e);
        }
        return body;
    }

    /** Of two copies of a loop, between which a question in front chooses, nothing is said when there is nothing to say of one: the other is for numbers that hardly occur. */
    private void branches(Eqn cond) {
        int first = said.size();
        var ends = new ArrayList<Integer>(List.of(first));
        values.regions(cond, body -> {
            block(body);
            ends.add(said.size());
            return body;
        });
        List<String> lines = Regions.of(cond).stream().map(r -> lines(r.body())).distinct().toList();
        if (ends.size() == 3 && lines.size() == 1 && lines.get(0) != null && (ends.get(1).equals(ends.get(0)) || ends.get(2).equals(ends.get(1)))) {
            said.subList(first, said.size()).clear();
        }
    }

    /** Of a loop whose trips nobody can count; null for a search in blocks, whose trips go together. */
    private static String unknown(Eqn e) {
        boolean search = Regions.any(Regions.of(e).get(1).body(), x -> x.prim() == Prim.REDUCE) && RegionView.of(e).slots().stream().allMatch(s -> s.param().type().isScalar());
        return search ? null : "what its trips compute decides how many there are";
    }

    private String why(Eqn loop, List<ElementAccess> inside) {
        RegionView view = RegionView.of(loop);
        if (Regions.any(view.body().body(), e -> e.prim() == Prim.DEBUG_CALLBACK)) {
            return "it calls back";
        }
        for (RegionView.Slot s : view.slots()) {
            String why = s.param().type().isScalar() ? scalar(view, s) : array(loop, view, s, inside);
            if (why != null) {
                return why;
            }
        }
        return view.slots().isEmpty() ? null : "that its trips may go together was not proven";
    }

    private String scalar(RegionView view, RegionView.Slot s) {
        if (ScalarReductions.of(view.body(), s, defs, fast) != null) {
            return null;
        }
        String line = line(BackwardSlice.of(view.body().body(), List.of(s.yield())).eqns());
        String type = name(s.param().dtype());
        return ScalarReductions.of(view.body(), s, defs, true) != null ? "it sums up or multiplies " + type + "s" + line + ", in the order of the trips; fp=fast allows any order"
            : "each trip computes " + article(type) + line + " from that of the trip before";
    }

    private String array(Eqn loop, RegionView view, RegionView.Slot s, List<ElementAccess> inside) {
        String type = name(s.param().dtype()) + "[]".repeat(s.param().type().rank());
        Set<Integer> versions = Versions.of(view, s);
        if (versions == null) {
            return "its trips hand on " + article(type) + " as a whole";
        }
        var dependence = new Dependence(loop, values.shapes.inside(loop), values);
        List<ElementAccess> own = inside.stream().filter(a -> versions.contains(a.array().id())).toList();
        for (ElementAccess w : own) {
            for (ElementAccess a : own) {
                if (w.writes() && !dependence.independent(w == a ? List.of(w) : List.of(w, a))) {
                    return meeting(w, a, type, dependence);
                }
            }
        }
        return null;
    }

    private String meeting(ElementAccess w, ElementAccess a, String type, Dependence dependence) {
        String data = isData(w) || isData(a) ? " (which ones is a matter of data)" : "";
        if (a.writes()) {
            return "several trips write one element of " + article(type) + data + line(List.of(w.eqn())) + (w == a ? "" : " and" + line(List.of(a.eqn())));
        }
        boolean later = !dependence.never(w, a);
        return "a trip reads an element of " + article(type) + data + line(List.of(a.eqn())) + " that " + (later ? "an earlier one has written" : "a later one writes") + line(List.of(w.eqn()));
    }

    private boolean isData(ElementAccess a) {
        return a.index().stream().anyMatch(p -> p.mentions(v -> values.definition(v) != null && values.definition(v).prim() == Prim.INDEX));
    }

    private static String article(String type) {
        return (type.startsWith("int") ? "an " : "a ") + type;
    }

    private static String name(DType t) {
        return switch (t) {
            case BOOL -> "boolean";
            case I8 -> "byte";
            case I16 -> "short";
            case U16 -> "char";
            case I32 -> "int";
            case I64 -> "long";
            case F32 -> "float";
            case F64 -> "double";
            case F16, BF16 -> t.toString();
        };
    }

    private static String where(Eqn e) {
        return e.params() instanceof Params.Access a ? a.where() : e.params() instanceof Params.Check c ? c.where() : null;
    }

    /** The line of the first access among these; nothing where none is known. */
    private static String line(List<Eqn> eqns) {
        String at = eqns.stream().map(SerialLoops::where).filter(Objects::nonNull).findFirst().orElse(null);
        return at == null || at.indexOf(':') < 0 ? "" : " in line " + at.substring(at.indexOf(':') + 1);
    }

    /** The lines of a loop's accesses, {@code Class.method:first-last}; null where none is known. */
    private static String lines(List<Eqn> loop) {
        var all = new ArrayList<String>();
        Regions.each(loop, e -> {
            if (where(e) != null && where(e).matches(".*:\\d+")) {
                all.add(where(e));
            }
        });
        if (all.isEmpty()) {
            return null;
        }
        String method = all.get(0).substring(0, all.get(0).indexOf(':') + 1);
        int[] lines = all.stream().filter(w -> w.startsWith(method)).mapToInt(w -> Integer.parseInt(w.substring(method.length()))).sorted().toArray();
        return method + lines[0] + (lines[0] == lines[lines.length - 1] ? "" : "-" + lines[lines.length - 1]);
    }
}
