package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.cfg.Cfg.Block;
import dev.jacobi.lift.cfg.CoverageProbes;
import dev.jacobi.lift.heap.Enums;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.ObjectArrays;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.heap.ReferenceComparison;
import dev.jacobi.lift.jdk.RandomModel;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Literals;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Executes straight-line instructions symbolically. What calls and casts need is made with the first of them: many methods have none, and the classes are large. */
final class InstructionExecutor {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Activation act;
    private final Heap heap;
    private final Objects objects;
    private final ObjectArrays arrays;
    private final Structure structure;
    private ClassTests tests;
    private CallInliner calls;

    InstructionExecutor(LiftContext context, Activation act, Structure structure) {
        this.context = context;
        this.ir = context.ir();
        this.act = act;
        this.heap = new Heap(context);
        this.objects = new Objects(context, heap);
        this.arrays = new ObjectArrays(context, heap, objects);
        this.structure = structure;
    }

    private ClassTests tests() {
        tests = tests == null ? new ClassTests(context, heap, objects) : tests;
        return tests;
    }

    private CallInliner calls() {
        calls = calls == null ? new CallInliner(context, act, structure, heap, objects) : calls;
        return calls;
    }

    void run(Block b, int first, int end, Env env) {
        for (int i = first; i < end; i++) {
            AbstractInsnNode n = act.cfg().insns()[i];
            if (n.getOpcode() >= 0) {
                context.at(act, n);
                step(b, i, n, env);
            }
        }
    }

    Atom scalar(Val v) {
        if (ArithmeticInstructions.settled(ir, v) instanceof Val.Sc s) {
            return s.atom();
        }
        throw context.refuse(ReasonCode.BAD_CODE, "an instruction finds no number where it needs one");
    }

    private Atom pop(Env.Frame f) {
        return scalar(f.pop());
    }

    /** Pops a value that is kept: a comparison becomes its number. */
    private Val take(Env.Frame f) {
        return ArithmeticInstructions.settled(ir, f.pop());
    }

    private void push(Env.Frame f, Atom a) {
        f.push(new Val.Sc(a));
    }

    void ret(AbstractInsnNode n, Env env) {
        Env.Frame f = env.top();
        if (n.getOpcode() != Opcodes.RETURN) {
            f.slots[f.ret()] = take(f);
        }
        f.sp = act.cfg().maxLocals();
    }

    /** Whether a conditional jump is taken; its operands are popped. */
    Atom taken(JumpInsnNode j, Env env) {
        context.at(act, j);
        Env.Frame f = env.top();
        int op = j.getOpcode();
        if (op <= Opcodes.IFLE) {
            return ArithmeticInstructions.test(ir, op, f.pop());
        }
        if (op == Opcodes.IFNULL || op == Opcodes.IFNONNULL) {
            Atom isNull = heap.rows().isNull(env, f.pop());
            return op == Opcodes.IFNULL ? isNull : ir.not(isNull);
        }
        if (op >= Opcodes.IF_ACMPEQ) {
            Val y = f.pop();
            Val x = f.pop();
            objects.refuseShared(env, x);
            objects.refuseShared(env, y);
            context.refuseIf(heap.rows().mayBeMissing(env, x) || heap.rows().mayBeMissing(env, y),
                ReasonCode.IDENTITY, "it compares the identity of rows that may be missing");
            new ReferenceComparison(context).compare(env, x, y);
            Atom constants = new Enums(context).same(env, x, y);
            Atom same = constants != null ? constants : heap.same(x, y);
            return op == Opcodes.IF_ACMPEQ ? same : ir.not(same);
        }
        Atom y = ir.i32(pop(f));
        Atom x = ir.i32(pop(f));
        return ir.op(ArithmeticInstructions.relation(op - Opcodes.IF_ICMPEQ), x, y);
    }

    private void step(Block b, int at, AbstractInsnNode n, Env env) {
        int op = n.getOpcode();
        Env.Frame f = env.top();
        context.refuseIf(CoverageProbes.isGiven(n), ReasonCode.COVERAGE, "a coverage tool has put probes into it that say which of its code has run");
        if (op <= Opcodes.SIPUSH || n instanceof LdcInsnNode) {
            if (op != Opcodes.NOP) {
                constant(n, f);
            }
        } else if (n instanceof VarInsnNode v) {
            variable(v, f);
        } else if (op >= Opcodes.IALOAD && op <= Opcodes.SALOAD) {
            Atom i = ir.i32(pop(f));
            Val a = f.pop();
            HeapCell.Obj objs = arrays.array(env, a);
            f.push(objs == null ? heap.load(env, a, i) : arrays.load(env, objs, i, place(at)));
        } else if (op >= Opcodes.IASTORE && op <= Opcodes.SASTORE) {
            Val v = take(f);
            Atom i = ir.i32(pop(f));
            Val a = f.pop();
            if (op == Opcodes.AASTORE) {
                calls().prune(b, at, env);
            }
            HeapCell.Obj objs = arrays.array(env, a);
            if (objs != null) {
                arrays.store(env, objs, i, v, place(at));
            } else {
                heap.store(env, a, i, v);
            }
        } else if (op >= Opcodes.POP && op <= Opcodes.SWAP) {
            shuffle(op, f);
        } else if (ArithmeticInstructions.isBinary(op)) {
            Atom y = pop(f);
            push(f, ArithmeticInstructions.binary(ir, op, pop(f), y, context.where()));
        } else if (ArithmeticInstructions.isUnary(op)) {
            push(f, ArithmeticInstructions.unary(ir, op, pop(f)));
        } else if (n instanceof IincInsnNode inc) {
            f.slots[inc.var] = new Val.Sc(ir.op(Prim.ADD, ir.i32(scalar(f.slots[inc.var])), Lit.i32(inc.incr)));
        } else if (op >= Opcodes.LCMP && op <= Opcodes.DCMPG) {
            Atom y = pop(f);
            f.push(new Val.Cmp(pop(f), y, op == Opcodes.LCMP ? 0 : op == Opcodes.FCMPL || op == Opcodes.DCMPL ? -1 : 1));
        } else {
            other(b, at, n, env);
        }
    }

    private void other(Block b, int at, AbstractInsnNode n, Env env) {
        Env.Frame f = env.top();
        switch (n.getOpcode()) {
            case Opcodes.GETSTATIC -> {
                Object part = objects.part((FieldInsnNode) n);
                Type any = Type.getType(Object.class);
                String place = "static " + ((FieldInsnNode) n).name;
                f.push(part == null ? objects.getStatic(env, (FieldInsnNode) n) : new HostValues(context, heap).val(part, any, env, place));
            }
            case Opcodes.PUTSTATIC -> objects.putStatic(env, (FieldInsnNode) n, take(f));
            case Opcodes.GETFIELD -> f.push(objects.getField(env, f.pop(), (FieldInsnNode) n));
            case Opcodes.PUTFIELD -> {
                Val v = take(f);
                objects.putField(env, f.pop(), (FieldInsnNode) n, v, act);
            }
            case Opcodes.NEW -> {
                String cls = ((TypeInsnNode) n).desc;
                f.push(objects.allocate(env, cls.equals(RandomModel.STANDS_FOR) ? RandomModel.NAME : cls, place(at)));
            }
            case Opcodes.NEWARRAY -> f.push(heap.newArray(env, Heap.elementOf(((IntInsnNode) n).operand), List.of(ir.i32(pop(f))), place(at)));
            case Opcodes.ANEWARRAY -> f.push(newArray(env, ((TypeInsnNode) n).desc, place(at)));
            case Opcodes.MULTIANEWARRAY -> f.push(multi((MultiANewArrayInsnNode) n, env, place(at)));
            case Opcodes.ARRAYLENGTH -> {
                Val a = f.pop();
                HeapCell.Obj objs = arrays.array(env, a);
                push(f, objs == null ? heap.length(env, a) : arrays.length(env, objs));
            }
            case Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKESTATIC, Opcodes.INVOKEINTERFACE ->
                calls().invoke(b, at, (MethodInsnNode) n, env);
            case Opcodes.INVOKEDYNAMIC -> calls().dynamic(b, at, (InvokeDynamicInsnNode) n, env);
            case Opcodes.CHECKCAST -> f.push(tests().cast(env, f.pop(), ((TypeInsnNode) n).desc));
            case Opcodes.INSTANCEOF -> {
                context.refuseIf(heap.rows().mayBeMissing(env, f.slots[f.sp - 1]), ReasonCode.INSTANCEOF, "it tests the class of rows that may be missing");
                push(f, tests().is(env, f.pop(), ((TypeInsnNode) n).desc));
            }
            case Opcodes.MONITORENTER, Opcodes.MONITOREXIT -> throw context.refuse(ReasonCode.SYNCHRONIZED, "it takes a lock");
            default -> throw context.refuse(ReasonCode.BAD_CODE, "it uses the instruction " + n.getOpcode());
        }
    }

    /** A name for what an instruction makes. */
    private String place(int at) {
        return context.place(act, "n" + at);
    }

    private Val newArray(Env env, String element, String place) {
        Atom n = ir.i32(pop(env.top()));
        boolean objects = Descriptors.dtype(element.substring(element.lastIndexOf('[') + 1)) == null && !element.startsWith("[");
        boolean followed = element.startsWith("java/") || !arrays.holds(element);
        if (objects && followed && context.isFunction()) {
            context.trips().mustBeKnownAtAll(n);
        }
        boolean known = heap.isKnown(element, n) && followed;
        return objects && !known ? arrays.make(env, element, n, place) : heap.newRows(env, element, n, place);
    }

    private Val multi(MultiANewArrayInsnNode n, Env env, String place) {
        var extents = new ArrayList<Atom>();
        for (int i = 0; i < n.dims; i++) {
            extents.add(0, ir.i32(pop(env.top())));
        }
        Type t = Type.getType(n.desc);
        if (t.getElementType().getSort() == Type.OBJECT) {
            if (context.isFunction()) {
                extents.forEach(context.trips()::mustBeKnownAtAll);
            }
            if (context.isFunction() && extents.stream().allMatch(e -> KnownArray.of("java/lang/Object", e) != null)) {
                return nested(env, n.desc, extents, place);
            }
            throw context.refuse(ReasonCode.OBJECT_ARRAY, "it makes an array of " + t.getElementType().getClassName());
        }
        DType element = Descriptors.dtype(t.getElementType().getDescriptor());
        return t.getDimensions() != n.dims ? heap.rows().allocate(env, element, t.getDimensions(), extents, place) : heap.newArray(env, element, extents, place);
    }

    /** An array of arrays of objects, all of known lengths. */
    private Val nested(Env env, String desc, List<Atom> extents, String place) {
        String element = Type.getType(desc.substring(1)).getInternalName();
        if (extents.size() == 1) {
            return context.put(env, place, KnownArray.of(element, extents.get(0)));
        }
        var rows = new ArrayList<Val>();
        for (int i = 0; i < ((Lit) extents.get(0)).asLong(); i++) {
            rows.add(nested(env, desc.substring(1), extents.subList(1, extents.size()), place + "." + i));
        }
        return context.put(env, place, KnownArray.of(element, rows));
    }

    private void variable(VarInsnNode v, Env.Frame f) {
        if (v.getOpcode() < Opcodes.ISTORE) {
            Val x = f.slots[v.var];
            if (x == null) {
                throw context.refuse(ReasonCode.BAD_CODE, "local variable " + v.var + " has no known value here");
            }
            f.push(x);
            return;
        }
        f.slots[v.var] = take(f);
    }

    private void constant(AbstractInsnNode n, Env.Frame f) {
        int op = n.getOpcode();
        if (op == Opcodes.ACONST_NULL) {
            f.push(new Val.Null());
        } else if (n instanceof LdcInsnNode l) {
            f.push(l.cst instanceof Number c ? new Val.Sc(Literals.of(c)) : l.cst instanceof String text ? new Val.Opaque("a string", text)
                : new Val.Opaque("a class object"));
        } else if (n instanceof IntInsnNode i) {
            push(f, Lit.i32(i.operand));
        } else if (op <= Opcodes.ICONST_5) {
            push(f, Lit.i32(op - Opcodes.ICONST_0));
        } else if (op <= Opcodes.LCONST_1) {
            push(f, Lit.i64(op - Opcodes.LCONST_0));
        } else if (op <= Opcodes.FCONST_2) {
            push(f, Lit.f32(op - Opcodes.FCONST_0));
        } else {
            push(f, Lit.f64(op - Opcodes.DCONST_0));
        }
    }

    /** pop .. swap. A slot holds a whole value, so a long counts as two words here. */
    private void shuffle(int op, Env.Frame f) {
        List<Val> top = words(f, op == Opcodes.POP2 || op >= Opcodes.DUP2 && op != Opcodes.SWAP ? 2 : 1);
        if (op == Opcodes.POP || op == Opcodes.POP2) {
            return;
        }
        List<Val> under = words(f, op == Opcodes.SWAP ? 1 : (op - Opcodes.DUP) % 3); // dup, dup_x1, dup_x2, and the same of two words
        top.forEach(f::push);
        under.forEach(f::push);
        if (op != Opcodes.SWAP) {
            top.forEach(f::push);
        }
    }

    /** Pops so many words. */
    private List<Val> words(Env.Frame f, int words) {
        var values = new ArrayList<Val>();
        for (int left = words; left > 0;) {
            Val v = take(f);
            values.add(0, v);
            left -= v.size();
        }
        return values;
    }
}
