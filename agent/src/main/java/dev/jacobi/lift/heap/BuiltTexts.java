package dev.jacobi.lift.heap;

import dev.jacobi.ir.Lit;
import dev.jacobi.lift.jdk.ContainerModels;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.Val;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/** A {@code StringBuilder} that the code makes: one object of the abstract heap with the text so far, which is known as long as all that goes into it is. Such texts name keys of maps and the like. */
public final class BuiltTexts {
    private static final String TEXT = "text";

    private BuiltTexts() {
    }

    static boolean is(String cls) {
        return cls.equals(ContainerModels.GROWN_TEXT);
    }

    /** One with this text. */
    static HeapCell.Obj of(Val text) {
        return new HeapCell.Obj(ContainerModels.GROWN_TEXT, Map.of(TEXT, text), "", true);
    }

    static HeapCell.Obj empty() {
        return of(text(""));
    }

    /** What a constructor leaves; null where that is not known. */
    static HeapCell.Obj constructed(String desc, List<Val> args) {
        return desc.equals("()V") || desc.equals("(I)V") ? empty() : desc.equals("(Ljava/lang/String;)V") ? of(text(part(Type.getArgumentTypes(desc)[0], args.get(1)))) : null;
    }

    /** The text of one. */
    static Val text(HeapCell.Obj o) {
        return o.fields().get(TEXT);
    }

    /** The text of one is one of several, as branches or trips of a loop have left it. */
    static boolean varies(HeapCell.Obj o) {
        return text(o) instanceof Val.Choice;
    }

    /** The builder with a value behind its text. */
    static HeapCell.Obj appended(HeapCell.Obj o, String desc, Val v) {
        String more = part(Type.getArgumentTypes(desc)[0], v);
        return of(text(o) instanceof Val.Choice c ? c.each(before -> longer(before, more)) : longer(text(o), more));
    }

    /** The builder with a text that is not known. */
    static HeapCell.Obj unknown() {
        return of(text((String) null));
    }

    private static Val longer(Val before, String more) {
        return text(more == null || !(before instanceof Val.Opaque o) || o.text() == null ? null : o.text() + more);
    }

    private static Val text(String known) {
        return new Val.Opaque("a string", known);
    }

    /** How Java writes a value, or null where it is not known. */
    public static String part(Type type, Val v) {
        if (v instanceof Val.Opaque o) {
            return o.text();
        }
        boolean isInt = type.getSort() == Type.INT || type.getSort() == Type.SHORT || type.getSort() == Type.BYTE || type.getSort() == Type.LONG;
        return !(v instanceof Val.Sc s) || !(s.atom() instanceof Lit l) ? null : type.getSort() == Type.CHAR ? String.valueOf((char) l.asLong())
            : type.getSort() == Type.BOOLEAN ? String.valueOf(l.asLong() != 0) : isInt ? Long.toString(l.asLong()) : null;
    }
}
