package dev.jacobi.lift.state;

import dev.jacobi.DType;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.spi.Transformation;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a local variable, a stack slot or a field of a scalar-replaced object holds while a method is lifted. */
public sealed interface Val {
    /** A primitive: i32 (also for Java's small types), bool (an int known to be 0 or 1), i64, f32 or f64. */
    record Sc(Atom atom) implements Val {
    }

    /** The pending result of lcmp, fcmpl, ...: {@code nan} is its value when an operand is NaN (0 for lcmp). */
    record Cmp(Atom a, Atom b, int nan) implements Val {
    }

    record Null() implements Val {
    }

    /** An NDArray: its elements as one array of the program, or as two where they are complex. */
    record Array(DType element, boolean weak, List<Atom> atoms) implements Val {
        public Array {
            atoms = List.copyOf(atoms);
        }

        /** How many axes it has. */
        public int rank() {
            return atoms.get(0).type().rank();
        }
    }

    /** An array or object in the abstract heap; the prefix selects a row of a multi-dimensional array. */
    record Ref(int loc, List<Atom> prefix) implements Val {
        public Ref {
            prefix = List.copyOf(prefix);
        }

        /** The whole array or object. */
        public Ref(int loc) {
            this(loc, List.of());
        }

        /** False when the other one is certainly another array, or another row of the same one. */
        public boolean mayBe(Ref other) {
            boolean apart = false;
            for (int k = 0; k < Math.min(prefix.size(), other.prefix.size()); k++) {
                apart |= prefix.get(k) instanceof Lit a && other.prefix.get(k) instanceof Lit b && !a.equals(b);
            }
            return loc == other.loc && !apart;
        }
    }

    /** The i32 tag says which of the options it is. */
    record Choice(Atom tag, List<Val> options) implements Val {
        public Choice {
            options = List.copyOf(options);
        }

        /** The same of what each option becomes. */
        public Choice each(UnaryOperator<Val> by) {
            return new Choice(tag, options.stream().map(by).toList());
        }
    }

    /** An object that came with the call: its fields are inputs. */
    record Given(Lifted.Source origin, String cls) implements Val {
    }

    /** A lambda or method reference: the functional method's name and type, its body, the captured values. */
    record Fun(String itf, String name, Handle impl, List<Val> captured) implements Val {
        public Fun {
            captured = List.copyOf(captured);
        }

        /** The descriptors of what a body may capture: of the receiver, where it has one, and of its parameters. */
        public static List<String> types(Handle impl) {
            Stream<String> parameters = Stream.of(Type.getArgumentTypes(impl.getDesc())).map(Type::getDescriptor);
            boolean receiver = impl.getTag() != Opcodes.H_INVOKESTATIC && impl.getTag() != Opcodes.H_NEWINVOKESPECIAL;
            return Stream.concat(receiver ? Stream.of("L" + impl.getOwner() + ";") : Stream.empty(), parameters).toList();
        }
    }

    /** A transformed function; see {@link dev.jacobi.lift.exec.TransformCalls}. */
    record Word(Transformation transformation, List<Val> functions) implements Val {
        public Word {
            functions = List.copyOf(functions);
        }
    }

    /** A value that may be moved around but not used: a string, a class; {@code constant} is its value where that matters, else null. */
    record Opaque(String what, Object constant) implements Val {
        public Opaque(String what) {
            this(what, null);
        }

        /** A constant string's value, else null. */
        public String text() {
            return constant instanceof String s ? s : null;
        }
    }

    /** The values that this one is put together of: options, captured values, functions. */
    default List<Val> parts() {
        return this instanceof Choice c ? c.options : this instanceof Fun f ? f.captured : this instanceof Word w ? w.functions : List.of();
    }

    /** The same, put together of other values. */
    default Val with(List<Val> parts) {
        return this instanceof Choice c ? new Choice(c.tag, parts) : this instanceof Fun f ? new Fun(f.itf, f.name, f.impl, parts)
            : this instanceof Word w ? new Word(w.transformation, parts) : this;
    }

    /** The same with other numbers in it. */
    default Val map(UnaryOperator<Atom> by) {
        if (this instanceof Sc s) {
            return new Sc(by.apply(s.atom));
        } else if (this instanceof Array a) {
            return new Array(a.element, a.weak, a.atoms.stream().map(by).toList());
        } else if (this instanceof Cmp c) {
            return new Cmp(by.apply(c.a), by.apply(c.b), c.nan);
        } else if (this instanceof Ref r) {
            return r.prefix.isEmpty() ? r : new Ref(r.loc, r.prefix.stream().map(by).toList());
        }
        List<Val> parts = parts().stream().map(p -> p.map(by)).toList();
        return this instanceof Choice c ? new Choice(by.apply(c.tag), parts) : with(parts);
    }

    /** Words on the JVM's stack: 2 for long and double. */
    default int size() {
        if (this instanceof Sc s) {
            return switch (s.atom().dtype()) {
                case I64, F64 -> 2;
                case BOOL, I8, I16, U16, I32, BF16, F16, F32 -> 1;
            };
        }
        return 1;
    }
}
