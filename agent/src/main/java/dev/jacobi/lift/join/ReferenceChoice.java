package dev.jacobi.lift.join;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The part of a {@link StateJoin} that makes references which are one of several: a tag says which, and each of them has a slot. */
final class ReferenceChoice {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final String place;
    private final List<Env> arms;
    private final boolean loop;
    private final JoinPhis leaves;
    private final JoinSlots slots;
    private final Env out;
    private final Set<String> choices = new TreeSet<>();
    /** Keys of the references that gave a slot its location, by slot, and of those whose slot is also one of several of another reference. */
    private final Map<Integer, Set<String>> owners = new HashMap<>();
    private final Set<String> contended = new TreeSet<>();

    /** The first parameters are as for {@link StateJoin}; {@code out} is the state that it makes. */
    ReferenceChoice(LiftContext context, String place, List<Env> arms, boolean loop, JoinPhis leaves, JoinSlots slots, Env out) {
        this.context = context;
        this.ir = context.ir();
        this.place = place;
        this.arms = arms;
        this.loop = loop;
        this.leaves = leaves;
        this.slots = slots;
        this.out = out;
    }

    /** Keys of the references for which no slot was found. */
    Set<String> choices() {
        return choices;
    }

    /** Keys of the references with a slot of their own that another reference may mean, too. */
    Set<String> contended() {
        return contended;
    }

    /** A reference gave a slot its location. */
    void owns(JoinSlots.Slot s, String key) {
        owners.computeIfAbsent(s.id(), k -> new TreeSet<>()).add(key);
    }

    /** A slot is also one of several of another reference. */
    void contend(JoinSlots.Slot s) {
        contended.addAll(owners.getOrDefault(s.id(), Set.of()));
    }

    /** A tag and what it may say the reference is. */
    Val choice(StateJoin.Position p) {
        if (!p.key().startsWith("r")) {
            choices.add(p.key());
        }
        Map<String, Integer> options = new LinkedHashMap<>();
        Map<String, Val[]> prefixes = new LinkedHashMap<>();
        var values = new ArrayList<Val>();
        Atom[] tags = new Atom[p.in().length];
        UniqueArrays owned = loop && context.prefersTags() ? new UniqueArrays(context, arms, slots, context.location(place + "|" + p.key() + "|own")) : null;
        for (int i = 0; i < p.in().length; i++) {
            Val v = p.in()[i];
            if (v == null) {
                continue;
            }
            List<Val> alternatives = alternatives(v);
            int[] to = new int[alternatives.size()];
            for (int k = 0; k < to.length; k++) {
                Val a = alternatives.get(k);
                boolean own = owned != null && owned.takes(i, a, v instanceof Val.Choice c ? c.tag() : null, k, leaves);
                String key = own ? "s" + owned.loc() + "/0" : optionKey(p, i, a);
                Integer at = options.get(key);
                if (at == null) {
                    at = options.size();
                    options.put(key, at);
                    values.add(a instanceof Val.Ref r ? new Val.Ref(Integer.parseInt(key.substring(1, key.indexOf('/'))), r.prefix()) : a);
                    prefixes.put(key, new Val[p.in().length]);
                }
                to[k] = at;
                prefixes.get(key)[i] = a;
            }
            Atom tag = v instanceof Val.Choice c ? c.tag() : null;
            tags[i] = tag == null ? Lit.i32(to[0]) : leaves.emitIn(i, () -> ir.renumber(tag, to));
        }
        for (Map.Entry<String, Integer> option : options.entrySet()) {
            int n = option.getValue();
            if (values.get(n) instanceof Val.Ref r) {
                Val[] in = prefixes.get(option.getKey());
                List<Atom> prefix = IntStream.range(0, r.prefix().size()).mapToObj(k -> leaves.leaf(p.key() + "o" + n + "p" + k,
                    Arrays.stream(in).map(v -> v instanceof Val.Ref x ? x.prefix().get(k) : null).toArray(Atom[]::new))).toList();
                values.set(n, new Val.Ref(r.loc(), prefix));
            }
        }
        if (owned != null && owned.content() != null) {
            out.heap.put(owned.loc(), new HeapCell.Arr(leaves.leaf("L" + owned.loc(), owned.content()), null));
        }
        leaves.note(p.key() + "=C" + options.keySet());
        if (values.size() == 1) {
            return values.get(0);
        }
        return new Val.Choice(leaves.leaf(p.key() + "t", tags), values);
    }

    private String optionKey(StateJoin.Position p, int arm, Val v) {
        if (v instanceof Val.Ref r) {
            JoinSlots.Slot s = slots.of(arm, r.loc());
            if (s == null) {
                s = slots.identity(r.loc());
            } else {
                contend(s);
            }
            if (s == null) {
                int[] loc = new int[arms.size()];
                Arrays.fill(loc, -1);
                loc[arm] = r.loc();
                s = slots.add(context.location(place + "|" + p.key() + "|" + arm + "|" + r.loc()), loc);
            }
            return "s" + s.id() + "/" + r.prefix().size();
        }
        if (v instanceof Val.Fun f) {
            for (Val c : f.captured()) {
                if (!isOuter(c)) {
                    throw new Refusal(ReasonCode.LAMBDA, "which lambda is meant depends on the data", context.where());
                }
            }
        }
        return v.toString();
    }

    /** Whether a captured value is the same before and behind the ways. */
    private boolean isOuter(Val v) {
        return v instanceof Val.Sc s ? leaves.isOuter(s.atom()) : v instanceof Val.Array a ? a.atoms().stream().allMatch(leaves::isOuter)
            : v instanceof Val.Null || v instanceof Val.Fun f && f.captured().stream().allMatch(this::isOuter);
    }

    /**
     * An array of the caller that is in one of the slots, or in none: no variable refers to it then, and its content is
     * kept in a location of its own, until a field that holds it is read again.
     */
    Val rootChoice(StateJoin.Position p) {
        int own = context.location(place + "|" + p.key());
        var options = new ArrayList<Integer>(); // slots; the last option is the array's own location
        for (int i = 0; i < p.in().length; i++) {
            for (Val v : alternatives(p.in()[i])) {
                JoinSlots.Slot s = slots.of(i, ((Val.Ref) v).loc());
                if (s != null) {
                    contend(s);
                }
                if (s != null && !options.contains(s.id())) {
                    options.add(s.id());
                }
            }
        }
        int last = options.size();
        Atom[] tags = new Atom[p.in().length];
        Atom[] contents = new Atom[p.in().length];
        for (int i = 0; i < p.in().length; i++) {
            int arm = i;
            List<Val> in = alternatives(p.in()[i]);
            int[] to = new int[in.size()];
            Atom content = null;
            for (int k = 0; k < to.length; k++) {
                int loc = ((Val.Ref) in.get(k)).loc();
                JoinSlots.Slot s = slots.of(i, loc);
                to[k] = s == null ? last : options.indexOf(s.id());
                if (s == null) {
                    Atom old = content;
                    Atom now = rootContent(arm, loc);
                    int option = k;
                    content = old == null ? now : leaves.emitIn(i, () -> ir.either(((Val.Choice) p.in()[arm]).tag(), option, now, old));
                }
            }
            contents[i] = content;
            Atom tag = p.in()[i] instanceof Val.Choice c ? c.tag() : null;
            tags[i] = p.in()[i] == null ? null : tag == null ? Lit.i32(to[0]) : leaves.emitIn(i, () -> ir.renumber(tag, to));
        }
        var values = new ArrayList<Val>();
        options.forEach(s -> values.add(new Val.Ref(s)));
        if (Arrays.stream(contents).anyMatch(c -> c != null)) {
            out.heap.put(own, new HeapCell.Arr(leaves.leaf("L" + own, contents), null));
            context.origins().standsFor(own, Integer.parseInt(p.key().substring(1)));
            values.add(new Val.Ref(own));
        }
        leaves.note(p.key() + "=C" + values.size() + options);
        return values.size() == 1 ? values.get(0) : new Val.Choice(leaves.leaf(p.key() + "t", tags), values);
    }

    /** What a value may be. */
    static List<Val> alternatives(Val v) {
        return v == null ? List.of() : v instanceof Val.Choice c ? c.options() : List.of(v);
    }

    private Atom rootContent(int arm, int loc) {
        HeapCell.Arr a = (HeapCell.Arr) slots.cell(arm, loc);
        context.refuseIf(a.perm() != null, ReasonCode.ROW_STORE, "it exchanges rows of an array of arrays that is not always the same array");
        return a.content();
    }
}
