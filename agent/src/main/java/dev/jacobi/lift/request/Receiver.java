package dev.jacobi.lift.request;

import java.util.List;

/** What an object that came with the call is at run time; a lifted method that was told so is only for objects of that very class. */
public sealed interface Receiver {
    /** An object of a class whose file can be had, by its internal name. */
    record Plain(String cls) implements Receiver {
    }

    /**
     * An object made for a lambda or method reference: the interface, its method, the method that this calls, and the fields with the
     * captured values, which are handed to that first.
     */
    record Lambda(String itf, String name, String owner, String method, String desc, List<Lifted.Field> captured) implements Receiver {
        public Lambda {
            captured = List.copyOf(captured);
        }
    }

    /** Its code cannot be found; {@code why} goes on from "left to the JVM because". */
    record Unknown(String why) implements Receiver {
    }
}
