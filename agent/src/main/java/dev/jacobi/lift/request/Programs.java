package dev.jacobi.lift.request;

import dev.jacobi.ir.Dim;
import dev.jacobi.spi.Transformation;
import java.util.List;

/** Makes programs of functions; the lifter asks for them when the code that it lifts applies a transformed function. */
public interface Programs {
    /** The function for arguments of this structure; throws {@link Refusal}. */
    Program program(ValueTree function, List<ValueTree> args);

    /**
     * The transformation that a call of a method of the public interface stands for, or null.
     *
     * @param desc the method's type
     * @param constants its arguments after the functions: numbers, strings, null, lists of these for arrays
     */
    Transformation transformation(String method, String desc, List<Object> constants);

    /** The name by which an equation has this done. */
    String callback(DebugSite site);

    /** The function that a static final field holds, or null. */
    ValueTree constant(String owner, String name);

    /**
     * The structure of the NDArray that a static field, or a field of the object there, holds now, with its extents as numbers; the code is only for calls that find such an array there. Null when
     * there is none.
     */
    ValueTree array(Lifted.Source.Static field);

    /**
     * A copy of the few ints that the array, or array of arrays, in a static field, or a field of the object there, holds now, or the string there; the code is only for calls that find the same ones.
     * Null when it is another value.
     */
    Object numbers(Lifted.Source.Static field);

    /**
     * Whether the static field of a reference type, or a field of the object there, holds null now; the code is only for calls that find it so again. {@link Presence#UNSEEN} where it cannot be read.
     */
    Presence presence(Lifted.Source.Static field);

    /** What is known of a reference in a field before the call: whether it is null. */
    enum Presence {
        NULL, OBJECT, UNSEEN
    }

    /** How many lanes the named axis has that is in force where the function is called; null where that is not known. */
    Dim lanes(String axis);

    /** What the object is that final fields lead to from a static final one; null when they do not, or nothing is known of its class. */
    Receiver receiver(Lifted.Source.Static object);
}
