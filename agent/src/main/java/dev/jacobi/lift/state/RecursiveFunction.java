package dev.jacobi.lift.state;

import dev.jacobi.lift.cfg.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;

/**
 * A method that calls itself: a function of the module, specialised on the functions that it gets and on which arguments are one array.
 *
 * @param forms how each argument is put together of parts
 * @param types the types of the parts
 * @param kinds what is known of each part
 * @param outcome what it is assumed to return and to change, until lifting it shows something else
 */
public record RecursiveFunction(String name, Method method, List<CallForm> forms, List<String> types, List<PartKind> kinds, Outcome outcome) {
    /**
     * What such a function does with its arguments.
     *
     * @param again whether the constructors of the objects that it returns, given the fields' values, give these again
     * @param same the part that is returned, when it returns one of its arrays; -2 when it returns null, else -1
     * @param mayReturn parts that it returns sometimes: then its second result is the position among these, or their number for a new array
     * @param changed inputs that are arrays which it changes
     */
    public record Outcome(boolean again, int same, Set<Integer> mayReturn, Set<Integer> changed) {
        /** It returns something new and changes nothing. */
        public static final Outcome NEW = new Outcome(true, -1, Set.of(), Set.of());
    }

    /** How a value is put together. Equal forms have the same parts. */
    public sealed interface CallForm {
        /** One number or array, or something that is the same for the whole call. */
        record Whole(String desc) implements CallForm {
        }

        record Function(String itf, String name, Handle impl, List<CallForm> captured) implements CallForm {
        }

        /** {@code again}: its constructor, given the fields' values, gives it again. */
        record Plain(String cls, Map<String, CallForm> fields, boolean again) implements CallForm {
        }
    }

    /** What the function knows of a part of its arguments when it is lifted. Calls whose parts are of other kinds are calls of another function. */
    public sealed interface PartKind {
        /** A number, or an array that no part in front of it is. */
        record Value() implements PartKind {
        }

        /** The array that an earlier part is, by its number. */
        record SameArray(int part) implements PartKind {
        }

        /** Null. */
        record Null() implements PartKind {
        }

        /** An object of the entry's call, handed on unchanged. */
        record Handed(Val.Given object) implements PartKind {
        }
    }

    public RecursiveFunction(String name, Method method, List<CallForm> forms, List<String> types, List<PartKind> kinds) {
        this(name, method, List.copyOf(forms), List.copyOf(types), List.copyOf(kinds), Outcome.NEW);
    }

    public RecursiveFunction with(Outcome other) {
        return new RecursiveFunction(name, method, forms, types, kinds, other);
    }

    /** Equal for calls of the same function. */
    public String key() {
        return key(method, forms, kinds);
    }

    /** The key of the function for calls of a method with arguments of these forms and kinds. */
    public static String key(Method method, List<CallForm> forms, List<PartKind> kinds) {
        return method.key() + forms + kinds;
    }
}
