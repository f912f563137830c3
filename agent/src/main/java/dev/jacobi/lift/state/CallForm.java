package dev.jacobi.lift.state;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;

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
