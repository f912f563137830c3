package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.cfg.Cfg.Block;
import dev.jacobi.lift.cfg.ControlFlow;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.cfg.SwitchThreads;
import dev.jacobi.lift.heap.Containers;
import dev.jacobi.lift.heap.Enums;
import dev.jacobi.lift.heap.GrowableCollections;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.heap.WholeArrays;
import dev.jacobi.lift.jdk.CharacterModel;
import dev.jacobi.lift.jdk.CodePoints;
import dev.jacobi.lift.jdk.ContainerModels;
import dev.jacobi.lift.jdk.Effects;
import dev.jacobi.lift.jdk.Models;
import dev.jacobi.lift.jdk.RandomModel;
import dev.jacobi.lift.jdk.StringModel;
import dev.jacobi.lift.jdk.stream.StreamModels;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftAssumptions.Fact;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RegionExit;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Calls: inlining, the target of virtual calls, lambdas, constructors. */
final class CallInliner {
    private static final int DEEPEST = 120;
    private static final int MOST_UNFOLDED = 4096;
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Activation act;
    private final Structure structure;
    private final Heap heap;
    private final Objects objects;
    private final Intrinsics intrinsics;
    private final StreamCalls streams;
    private ArrayCalls arrays;

    CallInliner(LiftContext context, Activation act, Structure structure, Heap heap, Objects objects) {
        this.context = context;
        this.ir = context.ir();
        this.act = act;
        this.structure = structure;
        this.heap = heap;
        this.objects = objects;
        this.intrinsics = new Intrinsics(context);
        this.streams = new StreamCalls(context);
    }

    private WholeArrays bulk() {
        return new WholeArrays(context, heap);
    }

    private ArrayCalls arrays() {
        arrays = arrays == null ? new ArrayCalls(context, heap) : arrays;
        return arrays;
    }

    /** A call site: the block and index of the instruction, and a number for each call made there. */
    record Site(Block block, int at, String part) {
        Site part(Object p) {
            return new Site(block, at, part + p);
        }
    }

    /** A name for what a call makes there. */
    String place(Site site, String what) {
        return context.place(act, "n" + site.at() + site.part() + what);
    }

    void invoke(Block b, int at, MethodInsnNode n, Env env) {
        Site site = new Site(b, at, "");
        List<Val> args = pop(env, Type.getArgumentTypes(n.desc).length + (n.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1));
        prune(b, at, env);
        refuseEffect(n.owner, n.name, n.desc);
        Val r = switch (n.getOpcode()) {
            case Opcodes.INVOKESTATIC -> invokeStatic(site, n.owner, n.name, n.desc, args, env);
            case Opcodes.INVOKESPECIAL -> special(site, n.owner, n.name, n.desc, args, env);
            default -> virtual(site, n.owner, n.name, n.desc, args, env);
        };
        context.at(act, n);
        if (Type.getReturnType(n.desc) != Type.VOID_TYPE) {
            env.top().push(r);
        }
    }

    /** Of a call in the user's own code; what the JDK's does inside may be on a way that is not taken. */
    void refuseEffect(String owner, String name, String desc) {
        String effect = act.foreignCall() == null ? Effects.of(owner, name, desc) : null;
        if (effect != null) {
            boolean isVirtual = context.insn().getOpcode() == Opcodes.INVOKEVIRTUAL || context.insn().getOpcode() == Opcodes.INVOKEINTERFACE;
            throw new Refusal(isVirtual ? ReasonCode.VIRTUAL_CALL : ReasonCode.NATIVE_CODE, "it calls " + owner.replace('/', '.') + "." + name + ", which " + effect, context.place(), true);
        }
    }

    private List<Val> pop(Env env, int n) {
        var args = new ArrayList<Val>();
        for (int i = 0; i < n; i++) {
            args.add(0, ArithmeticInstructions.settled(ir, env.top().pop()));
        }
        return args;
    }

    /** Forgets the local variables that are not read after an instruction, so that they do not go through a callee's loops. */
    void prune(Block b, int at, Env env) {
        BitSet live = ControlFlow.liveAfter(b, at, act.cfg().insns());
        for (int i = 0; i < act.cfg().maxLocals(); i++) {
            if (!live.get(i) && !(i == 0 && act.method().node().name.equals("<init>"))) {
                env.top().slots[i] = null;
            }
        }
    }

    Val invokeStatic(Site site, String owner, String name, String desc, List<Val> args, Env env) {
        Method stream = streams.ofStatic(owner, name, desc, args);
        if (stream != null) {
            return inline(site, stream, owner, name, args, env);
        }
        Method m = context.classes().resolve(owner, name, desc);
        if (owner.startsWith("java/") && !context.classes().isOriginal(owner, name, desc)) {
            return inline(site, m, owner, name, args, env);
        }
        Atom prim = StreamModels.isRemark(owner) ? streams.remark(name, args) : intrinsics.apply(owner, name, desc, args, m != null && m.has(Opcodes.ACC_NATIVE));
        if (prim != null) {
            return new Val.Sc(prim);
        }
        DType boxed = name.equals("valueOf") ? Descriptors.boxed(owner) : null;
        if (boxed != null && !boxed.isFloat() && args.get(0) instanceof Val.Sc) {
            return box(site, owner, args.get(0), env);
        }
        TransformCalls words = new TransformCalls(context, heap);
        Method inPlace = words.inPlaceOf(owner, name, desc);
        if (inPlace != null) {
            return inline(site, inPlace, owner, name, args, env);
        }
        Val lanes = words.collective(owner, name, args, env, place(site, "p"));
        if (lanes != null) {
            return lanes;
        }
        Val array = context.isFunction() ? arrays().ofFunction(this, objects, site, owner, name, desc, args, env) : null;
        if (array != null) {
            return array;
        }
        Val made = args.size() == 1 ? words.copied(owner, name, args.get(0), env, place(site, "k")) : null;
        made = made == null ? words.made(owner, name, desc, args, env) : made;
        made = made == null ? new Containers(context, heap).made(owner, name, desc, args, env, place(site, "")) : made;
        made = made == null ? new Enums(context).made(objects, owner, name, desc, args, env, place(site, "")) : made;
        if (made != null) {
            return made;
        }
        var debug = new DebugCalls(context, heap);
        if (debug.is(owner, name)) {
            debug.append(name, args, env);
            return null;
        }
        if (owner.equals("java/lang/System") && name.equals("arraycopy")) {
            bulk().arraycopy(env, args);
            return null;
        }
        if (WholeArrays.sorts(owner, name, desc)) {
            bulk().sort(env, args);
            return null;
        }
        if (CharacterModel.has(owner, name, desc)) {
            return inline(site, context.classes().resolve(!context.isFunction() ? CharacterModel.NAME : CodePoints.made(), name, desc), owner, name, args, env);
        }
        String model = Models.descriptor(owner, name, desc);
        if (m != null && context.classes().hasInitialiser(m.owner().name) && !m.has(Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT) && !m.alwaysThrows()) {
            context.needsInitialised(m.owner().name); // else the original runs when it is called
        }
        return inline(site, model == null ? m : context.classes().resolve(Models.NAME, name, model), owner, name, intrinsics.steps(owner, name, args), env);
    }

    Val box(Site site, String owner, Val v, Env env) {
        Val r = objects.allocate(env, owner, place(site, "box"));
        int loc = ((Val.Ref) r).loc();
        env.heap.put(loc, ((HeapCell.Obj) env.heap.get(loc)).with(owner + ".value", v, true));
        return r;
    }

    Val special(Site site, String owner, String name, String desc, List<Val> args, Env env) {
        Val self = args.get(0);
        if (name.equals("<init>")) {
            if (!(self instanceof Val.Ref r) || !(context.cell(env, r.loc()) instanceof HeapCell.Obj o)) {
                throw context.refuse(ReasonCode.OBJECT, "it constructs an object that is not known");
            }
            if (owner.equals("java/lang/Object")) {
                return null;
            }
            if (ContainerModels.isGrown(o.cls())) {
                new GrowableCollections(context, heap).construct(env, r, o, desc, args);
                return null;
            }
            if (o.cls().equals(RandomModel.NAME) && owner.equals(RandomModel.STANDS_FOR)) {
                context.refuseIf(desc.equals("()V"), ReasonCode.RANDOM_SEED, "it makes a java.util.Random without a seed");
                return special(site, RandomModel.NAME, name, desc, args, env);
            }
            if (context.classes().isSubtype(o.cls(), "java/lang/Throwable") || context.classes().isSubtype(o.cls(), "java/lang/Thread")) {
                throw context.refuse(ReasonCode.OBJECT, "it makes a " + o.cls().replace('/', '.'));
            }
            if (o.cls().equals(owner) && o.ctor().isEmpty()) {
                HeapCell.Obj made = new HeapCell.Obj(o.cls(), o.fields(), desc, o.pristine());
                for (int i = 1; i < args.size(); i++) {
                    made = made.with("#" + (i - 1), args.get(i), o.pristine());
                }
                env.heap.put(r.loc(), made);
            }
        }
        return inline(site, context.classes().resolve(owner, name, desc), owner, name, args, env);
    }

    Val virtual(Site site, String owner, String name, String desc, List<Val> given, Env env) {
        Val self = heap.used(given.get(0));
        var args = new ArrayList<>(given);
        args.set(0, self);
        if (self instanceof Val.Choice c) {
            if (name.equals("clone") && c.options().stream().allMatch(o -> o instanceof Val.Ref r && context.isArray(env, r.loc()))) {
                return bulk().copy(env, c, place(site, ""));
            }
            return choose(site, c, owner, name, desc, args, env);
        }
        context.failIfNull(self);
        if (self instanceof Val.Array || self instanceof Val.Opaque o && o.constant() != null && !(o.constant() instanceof Enum<?>) || ArrayCalls.isArrayClass(owner)) {
            Val array = arrays().call(owner, name, desc, args, false, env, place(site, "nd"));
            if (array != null) {
                return array;
            }
        }
        if (self instanceof Val.Array) {
            return inline(site, context.classes().resolve(ValueTree.ArrayForm.CLASS, name, desc), owner, name, args, env);
        }
        if (self instanceof Val.Opaque o && o.constant() instanceof Enum<?> e) {
            return new Enums(context).call(e, name, desc, args, (m, all) -> inline(site, m, owner, name, all, env));
        }
        String text = StringModel.descriptor(name, desc);
        if (text != null && objects.chars(env, self) != null) {
            return text(site, owner, name, text, args, env);
        }
        if (self instanceof Val.Fun f) {
            Method m = context.classes().resolve(f.itf(), name, desc);
            if (m != null && !m.has(Opcodes.ACC_ABSTRACT)) {
                return inline(site, m, owner, name, args, env);
            }
            return name.equals(f.name()) ? new FunctionCalls(this, context, objects).apply(site, f, desc, args.subList(1, args.size()), env) : unknown(owner, name);
        }
        Val axes = new TransformCalls(context, heap).axes(self, name, args, env);
        if (axes != null) {
            return axes;
        }
        if (self instanceof Val.Word w && name.equals("apply")) {
            var inner = new ArrayList<>(args);
            inner.set(0, w.functions().get(0));
            return w.transformation().isTransparent() ? virtual(site, owner, name, desc, inner, env)
                : new TransformCalls(context, heap).call(w, args.subList(1, args.size()), env, place(site, "w"));
        }
        if (self instanceof Val.Ref r) {
            return onReference(site, r, owner, name, desc, args, env);
        }
        return self instanceof Val.Given g ? onGiven(site, g, owner, name, desc, args, env) : unknown(owner, name);
    }

    /** A method of something in the abstract heap. */
    private Val onReference(Site site, Val.Ref r, String owner, String name, String desc, List<Val> args, Env env) {
        if (context.cell(env, r.loc()) instanceof HeapCell.Obj o && Containers.isCursor(o.cls())) {
            Val v = new Containers(context, heap).cursor(o, name, env);
            if (v != null) {
                return v;
            }
        }
        if (context.cell(env, r.loc()) instanceof HeapCell.Obj o && Containers.answers(o.cls())) {
            return new Containers(context, heap).call(o, r, name, desc, args, env, place(site, ""), m -> m == null ? unknown(owner, name) : inline(site, m, owner, name, args, env));
        }
        if (context.cell(env, r.loc()) instanceof HeapCell.Obj o && KnownArray.is(o) && name.equals("clone")) {
            return context.put(env, place(site, ""), o);
        }
        if (context.cell(env, r.loc()) instanceof HeapCell.Obj o) {
            Method stream = streams.of(o.cls(), owner, name, desc, args);
            Method m = stream != null ? stream : context.classes().resolve(o.cls(), name, desc);
            if (o.cls().equals(RandomModel.NAME) && (m == null || !m.owner().name.equals(RandomModel.NAME))) {
                return unknown(RandomModel.STANDS_FOR, name);
            }
            return inline(site, m, owner, name, args, env);
        }
        return name.equals("clone") ? bulk().copy(env, r, place(site, "")) : unknown(owner, name);
    }

    /** A method of an object that came with the call. */
    private Val onGiven(Site site, Val.Given g, String owner, String name, String desc, List<Val> args, Env env) {
        Method m = context.classes().resolve(g.cls(), name, desc);
        if (m != null && !m.has(Opcodes.ACC_ABSTRACT) && (m.has(Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE)
            || (context.classes().node(g.cls()).access & Opcodes.ACC_FINAL) != 0)) {
            context.inputs().mustNotBeNull(g);
            return inline(site, m, owner, name, args, env);
        }
        Val known = FunctionCalls.known(context, env, g, "which method " + owner.replace('/', '.') + "." + name + " is depends on the object");
        var actual = new ArrayList<>(args);
        actual.set(0, known);
        if (known instanceof Val.Given k && !k.cls().equals(StringModel.STRING)) {
            return inline(site, context.classes().resolve(k.cls(), name, desc), owner, name, actual, env, true);
        }
        return known instanceof Val.Given && StringModel.descriptor(name, desc) == null ? unknown(StringModel.STRING, name) : virtual(site, owner, name, desc, actual, env);
    }

    /** A method of a string, on the array of its characters. */
    private Val text(Site site, String owner, String name, String desc, List<Val> args, Env env) {
        if (name.equals("equals") && args.get(1) instanceof Val.Null) {
            return new Val.Sc(Lit.bool(false));
        }
        return inline(site, context.classes().resolve(StringModel.NAME, name, desc), owner, name, new TextArguments(context, objects).of(desc, args, env), env);
    }

    private Val unknown(String owner, String name) {
        if (name.equals("desiredAssertionStatus") && context.initializer() != null) {
            return new Val.Sc(Lit.i32(0));
        }
        context.refuseIf(name.equals("stream"), ReasonCode.STREAM, "it uses a stream");
        throw context.refuse(ReasonCode.UNKNOWN_CALL, "it calls " + owner.replace('/', '.') + "." + name + (owner.equals(StringModel.STRING) ? "; of texts only the characters of constants and of given ones are known" : ""));
    }

    /** A call on one of several objects: one arm for each. */
    private Val choose(Site site, Val.Choice c, String owner, String name, String desc, List<Val> args, Env env) {
        boolean result = Type.getReturnType(desc) != Type.VOID_TYPE;
        var arms = new ArrayList<Supplier<RegionExit>>();
        for (int k = 0; k < c.options().size(); k++) {
            Val option = c.options().get(k);
            Site own = site.part("o" + k);
            arms.add(() -> {
                Env e = env.copy();
                var actual = new ArrayList<>(args);
                actual.set(0, option);
                Val v = virtual(own, owner, name, desc, actual, e);
                if (result) {
                    e.top().push(v);
                }
                return new RegionExit(List.of(act.cfg().exit()), List.of(e.top().sp), null, e);
            });
        }
        RegionExit out = arms.size() == 2 ? structure.branch(ir.op(Prim.EQ, c.tag(), Lit.i32(1)), arms.get(0), arms.get(1), "c" + site.at())
            : structure.join(c.tag(), arms, "c" + site.at());
        env.set(out.env());
        env.top().sp = out.depths().get(0);
        return result ? env.top().pop() : null;
    }

    /** Lifts the callee's code in place of the call. */
    Val inline(Site site, Method m, String owner, String name, List<Val> args, Env env) {
        try {
            return inline(site, m, owner, name, args, env, false);
        } catch (Refusal r) {
            arrays().mayNeedLengths(r, owner, args, env);
            context.at(act, act.cfg().insns()[site.at()]);
            boolean within = ArrayCalls.isInside(act.method().owner().name);
            arrays().mayNeedNumbers(r, owner, name, args, env, within);
            throw arrays().atCall(r, owner, within);
        }
    }

    /** {@code ofOwnObject}: the receiver is an object that is there at run time, so that a method that calls itself on its parts ends where they end. */
    private Val inline(Site site, Method m, String owner, String name, List<Val> args, Env env, boolean ofOwnObject) {
        String full = owner.replace('/', '.') + "." + name;
        if (m == null) {
            throw context.refuse(ReasonCode.UNKNOWN_CALL, "it calls " + full + ", whose class file cannot be read");
        }
        if (m.has(Opcodes.ACC_NATIVE)) {
            throw context.refuse(ReasonCode.NATIVE_CODE, "it calls " + full + ", which is native");
        }
        if (m.has(Opcodes.ACC_ABSTRACT)) {
            throw context.refuse(ReasonCode.VIRTUAL_CALL, "which method " + full + " is depends on the object");
        }
        if (m.has(Opcodes.ACC_SYNCHRONIZED)) {
            throw context.refuse(ReasonCode.SYNCHRONIZED, "it calls " + full + ", which is synchronized");
        }
        String forms = context.isFunction() ? FunctionBodies.forms(context, args, env) : null;
        if (forms == null && context.assumed().has(Fact.RECURSIVE, m.key())) {
            return new Recursion(context, heap).call(m, args, env, place(site, ""));
        }
        int size = m.isStatic() || args.isEmpty() ? 0 : objects.count(args.get(0), env);
        // ends where the object has no parts any more, as streams do that are made of others
        boolean isOnPart = !m.isStatic() && (ofOwnObject || size < act.receiverSize(m.key()) || StreamModels.is(m.owner().name));
        String functions = forms != null ? forms : FunctionBodies.of(context, args, env);
        if (act.isActive(m.key(), functions) && !isOnPart) {
            arrays().mayEndByLengths(args, forms, m);
            throw new Restart(context.assumed().with(Fact.RECURSIVE, m.key()));
        }
        if (act.depth() > DEEPEST) {
            throw arrays().endless();
        }
        context.refuseIf(forms != null && act.unfold(m.key()) > MOST_UNFOLDED, ReasonCode.RECURSION, "methods with arrays call themselves more than " + MOST_UNFOLDED + " times");
        if (m.alwaysThrows()) {
            context.fail(Params.Code.THROW);
        }
        Activation callee = act.call(site.at() + site.part(), m, context.insn());
        callee.receiverSize(size);
        callee.functions(functions);
        env.frames.add(Env.Frame.of(callee, args));
        Env out = new Structure(context, callee).method(env);
        Val ret = out.returned();
        env.set(out);
        env.frames.remove(env.frames.size() - 1);
        return ret;
    }

    void dynamic(Block b, int at, InvokeDynamicInsnNode n, Env env) {
        Type[] types = Type.getArgumentTypes(n.desc);
        List<Val> args = pop(env, types.length);
        switch (n.bsm.getOwner()) {
            case "java/lang/invoke/LambdaMetafactory" -> env.top().push(
                new Val.Fun(Type.getReturnType(n.desc).getInternalName(), n.name, (Handle) n.bsmArgs[1], args));
            case "java/lang/invoke/StringConcatFactory" -> env.top().push(TextArguments.joined(n, types, args));
            case RecordMethods.LINKER -> {
                Val r = new RecordMethods(context, heap, objects, (part, name, desc, all) -> virtual(new Site(b, at, part), "java/lang/Object", name, desc, all, env))
                    .call(n, args, env);
                context.at(act, n);
                env.top().push(r);
            }
            case SwitchThreads.LINKER -> env.top().push(new Val.Sc(new ClassTests(context, heap, objects).label(env, n, args.get(0), ir.i32(((Val.Sc) args.get(1)).atom()))));
            default -> throw context.refuse(ReasonCode.DYNAMIC_CALL, "it has a dynamic call linked by " + n.bsm.getOwner().replace('/', '.'));
        }
    }
}
