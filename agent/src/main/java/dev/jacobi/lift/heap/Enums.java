package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** Constants of enums: their methods, what {@code values} and {@code valueOf} give, where their fields are, and whether two are the same. */
public final class Enums {
    private final LiftContext context;

    public Enums(LiftContext context) {
        this.context = context;
    }

    /** A call of a method on a constant that is known; {@code inline} lifts a method that the enum itself has. */
    public Val call(Enum<?> e, String name, String desc, List<Val> args, BiFunction<Method, List<Val>, Val> inline) {
        Method m = context.classes().resolve(e.getClass().getName().replace('.', '/'), name, desc);
        if (m != null && !m.owner().name.equals("java/lang/Enum") && !m.owner().name.equals("java/lang/Object")) {
            return inline.apply(m, args);
        }
        Enum<?> other = args.size() == 2 && args.get(1) instanceof Val.Opaque o && o.constant() instanceof Enum<?> x ? x : null;
        return switch (name) {
            case "ordinal" -> new Val.Sc(Lit.i32(e.ordinal()));
            case "name", "toString" -> new Val.Opaque("a string", e.name());
            case "compareTo" -> other == null ? refuse(e, name) : new Val.Sc(Lit.i32(e.ordinal() - other.ordinal()));
            case "equals" -> other == null ? refuse(e, name) : new Val.Sc(Lit.bool(e == other));
            default -> refuse(e, name);
        };
    }

    /** Whether two constants of one enum are the same, which their ordinals say; null where it is not known that these are such constants. */
    public Atom same(Env env, Val a, Val b) {
        String type = type(a);
        return type == null || !type.equals(type(b)) ? null : context.ir().op(Prim.EQ, ordinal(env, a), ordinal(env, b));
    }

    /** The enum that a value is a constant of, whichever it is; null for other values. */
    private String type(Val v) {
        if (v instanceof Val.Choice c) {
            String first = type(c.options().get(0));
            return first != null && c.options().stream().allMatch(o -> first.equals(type(o))) ? first : null;
        } else if (v instanceof Val.Given g) {
            ClassNode c = StandIns.isJdk(g.cls()) ? null : context.classes().node(g.cls());
            return c != null && (c.access & Opcodes.ACC_ENUM) != 0 ? g.cls() : null;
        }
        return v instanceof Val.Opaque o && o.constant() instanceof Enum<?> e ? e.getDeclaringClass().getName().replace('.', '/') : null;
    }

    /** The ordinal of such a value: a number where it is a field of the enum, else it is read when the call comes. */
    private Atom ordinal(Env env, Val v) {
        if (v instanceof Val.Choice c) {
            return context.ir().byTag(c.tag(), c.options().size(), k -> ordinal(env, c.options().get(k)));
        } else if (v instanceof Val.Opaque o) {
            return Lit.i32(((Enum<?>) o.constant()).ordinal());
        }
        Lifted.Source of = ((Val.Given) v).origin();
        if (of instanceof Lifted.Source.Static s && s.path().isEmpty() && s.desc().equals("L" + s.owner() + ";")) {
            context.needsInitialised(s.owner());
            if (context.classes().source().constant(s.owner(), s.name(), s.desc()) instanceof Enum<?> e) {
                return Lit.i32(e.ordinal());
            }
        }
        return context.ir().i32(((Val.Sc) context.inputs().given(env, of.field(new Lifted.Field("java/lang/Enum", "ordinal", "I")))).atom());
    }

    private Val refuse(Enum<?> e, String name) {
        throw context.refuse(ReasonCode.UNKNOWN_CALL, "it calls " + name + " of the enum constant " + e.getDeclaringClass().getName() + "." + e.name());
    }

    /** The static field that holds a constant. */
    static Lifted.Source source(Enum<?> e) {
        String owner = e.getDeclaringClass().getName().replace('.', '/');
        String desc = "L" + owner + ";";
        return new Lifted.Source.Static(owner, e.name(), desc, List.of(), desc);
    }

    /** The constant of an enum that a final field of another one holds; null where it holds something else, or cannot be read. */
    static Enum<?> fieldOf(Enum<?> e, String name) {
        try {
            Field f = e.getDeclaringClass().getDeclaredField(name);
            return f.getType().isEnum() && f.trySetAccessible() && f.get(e) instanceof Enum<?> other ? other : null;
        } catch (ReflectiveOperationException x) {
            return null;
        }
    }

    /** What the compiler's methods of an enum give: all constants as an array, or that of a name; null for other methods. */
    public Val made(Objects objects, String owner, String name, String desc, List<Val> args, Env env, String place) {
        ClassNode c = name.equals("values") || name.equals("valueOf") ? context.classes().node(owner) : null;
        if (c == null || (c.access & Opcodes.ACC_ENUM) == 0) {
            return null;
        }
        String type = "L" + owner + ";";
        var constants = new ArrayList<FieldInsnNode>();
        for (FieldNode f : c.fields) {
            if ((f.access & Opcodes.ACC_ENUM) != 0) {
                constants.add(new FieldInsnNode(Opcodes.GETSTATIC, owner, f.name, f.desc));
            }
        }
        if (desc.equals("()[" + type)) {
            context.needsInitialised(owner);
            return context.put(env, place + "values", KnownArray.of(owner, constants.stream().map(f -> objects.getStatic(env, f)).toList()));
        }
        if (desc.equals("(Ljava/lang/String;)" + type)) {
            for (FieldInsnNode f : constants) {
                if (args.get(0) instanceof Val.Opaque o && f.name.equals(o.text())) {
                    context.needsInitialised(owner);
                    return objects.getStatic(env, f);
                }
            }
            throw context.refuse(ReasonCode.UNKNOWN_CALL, "it calls " + owner.replace('/', '.') + ".valueOf with what is not the name of a constant, known beforehand");
        }
        return null;
    }
}
