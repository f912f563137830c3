package dev.jacobi.lift.state;

import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Programs;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.TooMuch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is the same in all attempts to lift one method or function: its classes, and answers to what was asked about the running program. */
public final class LiftSession {
    private final Classes classes;
    private final String entryOwner;
    private final Function<Lifted.Source, Receiver> receivers;
    private final Programs programs;
    private final BiFunction<LiftSession, String, Map<String, Tensor>> initializers;
    /** What was asked about objects of the call. */
    private final Map<Lifted.Source, Receiver> known = new HashMap<>();
    private final Map<String, Map<String, Tensor>> constants = new HashMap<>();
    /** How many equations may still be made. */
    private long left;

    /**
     * A method, or a function where there are {@code programs}.
     *
     * @param entryOwner the class of the method asked for
     * @param receivers what an object that came with the call is, or null
     * @param most how many equations may be made, as in {@link dev.jacobi.lift.request.LiftRequest}
     * @param programs makes programs of transformed functions; null where there are none
     * @param initializers values of static fields of a class of the JDK, by field
     */
    public LiftSession(ClassSource source, String entryOwner, Function<Lifted.Source, Receiver> receivers, long most, Programs programs,
            BiFunction<LiftSession, String, Map<String, Tensor>> initializers) {
        this.classes = new Classes(source);
        this.entryOwner = entryOwner;
        this.receivers = receivers;
        this.left = most;
        this.programs = programs;
        this.initializers = initializers;
    }

    public Classes classes() {
        return classes;
    }

    String entryOwner() {
        return entryOwner;
    }

    public Programs programs() {
        return programs;
    }

    /** An equation is made. */
    void makes() {
        if (left-- <= 0) {
            throw new TooMuch();
        }
    }

    /** What an object that came with the call is; null when nobody knows. */
    public Receiver receiver(Lifted.Source object) {
        return known.computeIfAbsent(object, receivers);
    }

    /** Whether the lifted code is only for calls in which this object has a certain class. */
    boolean isKnown(Lifted.Source object) {
        Receiver r = known.get(object);
        return r != null && !(r instanceof Receiver.Unknown);
    }

    /** The value of a static final field of the JDK, or null. */
    public Tensor constant(String owner, String name) {
        if (!constants.containsKey(owner)) {
            constants.put(owner, Map.of()); // what the initializer itself asks for is not there yet
            constants.put(owner, initializers.apply(this, owner));
        }
        return constants.get(owner).get(owner + "." + name);
    }
}
