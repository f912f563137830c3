package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.state.LiftAssumptions.Fact;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;

/** The function being lifted: its equations and inputs, the names of its locations, and where in the program the lifter is. */
public final class LiftContext {
    private final LiftAttempt attempt;
    private final BiConsumer<FieldInsnNode, Atom> initializer;
    private final boolean entry;
    private final EquationBuilder ir;
    private final FunctionInputs inputs;
    private final LoopUnroller trips;
    private final Origins origins;
    private final Map<String, Integer> locations = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Activation, Integer> activations = new HashMap<>();
    private final Deque<String> loops = new ArrayDeque<>();
    private final LoopRecords records = new LoopRecords(loops);
    private int tags;
    private Activation act;
    private AbstractInsnNode insn;

    /** {@code entry}: not a function for recursive calls. */
    public LiftContext(LiftAttempt attempt, boolean entry) {
        this(attempt, entry, null);
    }

    /** For a class initializer; {@code fields} is told each static field that it sets, with the number or the array's value (null for anything else). */
    public LiftContext(LiftAttempt attempt, BiConsumer<FieldInsnNode, Atom> fields) {
        this(attempt, true, fields);
    }

    private LiftContext(LiftAttempt attempt, boolean entry, BiConsumer<FieldInsnNode, Atom> initializer) {
        this.attempt = attempt;
        this.initializer = initializer;
        this.entry = entry;
        this.ir = new EquationBuilder(attempt.session()::makes, this::where);
        this.inputs = new FunctionInputs(this, entry);
        this.trips = new LoopUnroller(attempt, ir);
        this.origins = new Origins(inputs::isRoot, inputs::isConstant);
    }

    public LiftAttempt attempt() {
        return attempt;
    }

    /** What this attempt assumes. */
    public LiftAssumptions assumed() {
        return attempt.assumed();
    }

    public LiftSession session() {
        return attempt.session();
    }

    /** Whether a function is lifted that may be transformed, rather than a method in place of which compiled code will be called. */
    public boolean isFunction() {
        return session().programs() != null;
    }

    public Classes classes() {
        return session().classes();
    }

    public EquationBuilder ir() {
        return ir;
    }

    public FunctionInputs inputs() {
        return inputs;
    }

    public LoopUnroller trips() {
        return trips;
    }

    /** What arrays and objects may be the same ones as came with the call. */
    public Origins origins() {
        return origins;
    }

    /** The loops around the code being lifted, outermost first. */
    public Deque<String> loops() {
        return loops;
    }

    /** What was found in the loops lifted so far. */
    public LoopRecords records() {
        return records;
    }

    /** Set while a class initializer is evaluated: gets the static fields that it sets. */
    public BiConsumer<FieldInsnNode, Atom> initializer() {
        return initializer;
    }

    public void at(Activation a, AbstractInsnNode i) {
        act = a;
        insn = i;
    }

    /** Runs code that looks at other instructions, and comes back to this one. */
    public <T> T aside(Supplier<T> look) {
        Activation a = act;
        AbstractInsnNode i = insn;
        try {
            return look.get();
        } finally {
            at(a, i);
        }
    }

    /** The instruction that is being lifted. */
    public AbstractInsnNode insn() {
        return insn;
    }

    public String where() {
        return act == null ? "?" : act.where(insn);
    }

    /** {@code Class.method:line} in the user's own code. */
    public String place() {
        return act == null ? "?" : act.place(insn);
    }

    /** Where that is inside of a library which the code calls, the sentence begins with the call. */
    public Refusal refuse(ReasonCode code, String reason) {
        String call = act == null ? null : act.foreignCall();
        return new Refusal(code, call == null || reason.contains(call) ? reason : "it calls " + call + ", and that cannot be compiled: " + reason, place());
    }

    /** {@link #refuse}, where the condition holds. */
    public void refuseIf(boolean condition, ReasonCode code, String reason) {
        if (condition) {
            throw refuse(code, reason);
        }
    }

    /** Refuses for now what uses a class for the first time: code in place would leave out what the class does then. */
    public void needsInitialised(String cls) {
        if (classes().hasInitialiser(cls) && !classes().source().initialised(cls)) {
            throw refuse(ReasonCode.CLASS_NOT_INITIALISED, "the class " + cls.replace('/', '.') + " is not initialised yet");
        }
    }

    /** The original runs in place of the compiled code unless this holds, which it has to at the instruction that is being lifted. */
    public void check(Atom ok, Params.Code code) {
        ir.check(ok, code, where());
    }

    /** The original always runs from here on: what follows is not lifted. */
    public void fail(Params.Code code) {
        check(Lit.bool(false), code);
    }

    /** Java throws when this is null. */
    public void failIfNull(Val v) {
        if (v instanceof Val.Null) {
            fail(Params.Code.NULL);
        }
    }

    /** The number of the location with this name. */
    public int location(String name) {
        return locations.computeIfAbsent(name, k -> {
            names.add(k);
            return names.size() - 1;
        });
    }

    /** A name for what an instruction of an activation makes, for the trip of the loops around it. */
    public String place(Activation a, String at) {
        return "a" + activations.computeIfAbsent(a, k -> activations.size()) + at + trips.suffix();
    }

    /** The name of a location that is the same in all attempts. */
    public String name(int loc) {
        return (act == null ? "" : act.root().method().key()) + ":" + names.get(loc);
    }

    /** Puts something new to the location with this name. */
    public Val.Ref put(Env env, String name, HeapCell cell) {
        int loc = location(name);
        env.heap.put(loc, cell);
        return new Val.Ref(loc);
    }

    public HeapCell cell(Env env, int loc) {
        HeapCell c = env.heap.get(loc);
        return c == null ? inputs.initial(loc) : c;
    }

    /** The object that a value is in the abstract heap; null for arrays and other values. */
    public HeapCell.Obj object(Env env, Val v) {
        return v instanceof Val.Ref r && cell(env, r.loc()) instanceof HeapCell.Obj o ? o : null;
    }

    /** True for the location of an array, given or new. */
    public boolean isArray(Env env, int loc) {
        return cell(env, loc) instanceof HeapCell.Arr;
    }

    /** Lifts code in which a variable that is one of several arrays, to which others refer, too, is told by a tag instead of getting a location of its own. */
    public <T> T withTags(Supplier<T> lift) {
        tags++;
        try {
            return lift.get();
        } finally {
            tags--;
        }
    }

    public boolean prefersTags() {
        return tags > 0;
    }

    /** Whether the array at a location may be one that came with the call; a location that merges others counts as such. */
    public boolean mayBeGiven(int loc) {
        return inputs.isRoot(loc) || names.get(loc).contains("|");
    }

    /**
     * Whether all given arrays of this type are whole arguments of the method asked for, and the code being lifted is of that method's class,
     * which is where comparisons are looked for when a call's variant is chosen.
     */
    public boolean onlyArguments(DType element, int rank) {
        return act.method().owner().name.equals(session().entryOwner()) && inputs.onlyArguments(element, rank);
    }

    /** Whether the array of arrays at a location has a table of its rows. */
    public boolean exchangesRows(int loc) {
        return assumed().has(Fact.EXCHANGES_ROWS, names.get(loc));
    }

    /** The rows of this array are exchanged: lift again with a table of its rows. */
    public Restart needsRows(int loc) {
        String name = names.get(loc);
        if (!entry) {
            throw refuse(ReasonCode.ROW_STORE, "a recursive method exchanges rows of an array of arrays");
        }
        if (exchangesRows(loc) || name.contains("|")) {
            throw refuse(ReasonCode.ROW_STORE, "it exchanges rows of an array of arrays that is not always the same array");
        }
        return new Restart(assumed().with(Fact.EXCHANGES_ROWS, name));
    }
}
