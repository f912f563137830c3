package dev.jacobi.lift.state;

import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Programs;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.TooMuch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is known about one method to lift, over all attempts: an attempt that learns more ends with {@link dev.jacobi.lift.state.Restart}. */
public final class LiftAssumptions {
    /** A method that calls itself: a function of the module, specialised on the functions that it gets and on which arguments are one array. */
    public static final class Recursive {
        public final String name;
        public final Method method;
        /** How each argument is put together of parts. */
        public final java.util.List<CallForm> forms;
        /** The types of the parts. */
        public final java.util.List<String> types;
        /** What is known of each part. */
        public final java.util.List<PartKind> kinds;
        /** Inputs that are arrays which it changes. */
        public final Set<Integer> changed = new java.util.TreeSet<>();
        /** Parts that it returns sometimes: then its second result is the position among these, or their number for a new array. */
        public final Set<Integer> mayReturn = new java.util.TreeSet<>();
        /** The part that is returned, when it returns one of its arrays; -2 when it returns null. */
        public int same = -1;
        /** Whether the constructors of the objects that it returns, given the fields' values, give these again. */
        public boolean again = true;

        public Recursive(String name, Method method, java.util.List<CallForm> forms, java.util.List<String> types, java.util.List<PartKind> kinds) {
            this.name = name;
            this.method = method;
            this.forms = forms;
            this.types = types;
            this.kinds = kinds;
        }
    }

    private final Classes classes;
    /** The class of the method asked for. */
    final String entryOwner;
    public final Set<String> recursive = new HashSet<>();
    public final Map<String, Recursive> functions = new LinkedHashMap<>();
    /** Static fields that functions other than the entry use; all of them are handed on by every call. */
    public final Set<Lifted.Source> statics = new LinkedHashSet<>();
    /** Static fields that the code writes. */
    public final Set<Lifted.Source> written = new LinkedHashSet<>();
    /** Names of locations of arrays of arrays whose rows are exchanged. */
    final Set<String> rows = new HashSet<>();

    /** Guesses at the lengths of rows that are made one by one, by the name of the array's location and the axis. */
    public final Map<String, LengthRecipe> widths = new HashMap<>();
    /** The same, where they cannot be guessed before the first row is there. */
    public final Set<String> lateWidths = new HashSet<>();
    /** Loops that read rows of an array which was filled before, and loops that store rows, by location and loop. */
    public final Set<String> rowReads = new HashSet<>();
    public final Set<String> rowStores = new HashSet<>();
    /** Loops in front of which another loop has filled an array, though they store rows, too. */
    public final Set<String> filledBefore = new HashSet<>();
    /** Loops that are lifted trip by trip, and those that cannot be, by their place in the code. */
    final Set<String> unrolled = new HashSet<>();
    final Set<String> rolled = new HashSet<>();
    /** Something was learnt in this attempt, which goes on to learn more. */
    public boolean again;
    /** Arrays of arrays whose rows are compared with null, or set to it. */
    public final Set<String> nullTests = new HashSet<>();
    /** Makes programs of transformed functions; null where there are none. */
    public Programs programs;
    /** Functions of such programs that are called, by name. */
    public final Map<String, dev.jacobi.ir.Func> imported = new LinkedHashMap<>();
    /** How many programs have been put in place of calls. */
    public int imports;


    private final Map<String, Map<String, Tensor>> constants = new HashMap<>();

    private final BiFunction<LiftAssumptions, String, Map<String, Tensor>> initializers;
    private final Function<Lifted.Source, Receiver> receivers;
    /** What was asked about objects of the call. */
    private final Map<Lifted.Source, Receiver> known = new java.util.HashMap<>();

    /** How many equations may still be made. */
    private long left;

    /** {@code most} as in {@link dev.jacobi.lift.request.LiftRequest}; {@code initializers} gives values of static fields of a class of the JDK, by field. */
    public LiftAssumptions(ClassSource source, String entryOwner, Function<Lifted.Source, Receiver> receivers, long most, BiFunction<LiftAssumptions, String, Map<String, Tensor>> initializers) {
        left = most;
        this.initializers = initializers;
        classes = new Classes(source);
        this.entryOwner = entryOwner;
        this.receivers = receivers;
    }

    /** An equation is made. */
    void makes() {
        if (left-- <= 0) {
            throw new TooMuch();
        }
    }

    /** What an object that came with the call is; null when nobody knows. */
    public Receiver receiver(Lifted.Source object) {
        Receiver r = known.get(object);
        if (r == null) {
            r = receivers.apply(object);
            if (r != null) {
                known.put(object, r);
            }
        }
        return r;
    }

    /** Whether the lifted code is only for calls in which this object has a certain class. */
    boolean isKnown(Lifted.Source object) {
        Receiver r = known.get(object);
        return r != null && !(r instanceof Receiver.Unknown);
    }

    public Classes classes() {
        return classes;
    }

    /** The value of a static final field of the JDK, or null. */
    public Tensor constant(String owner, String name) {
        if (!constants.containsKey(owner)) {
            constants.put(owner, Map.of());
            constants.put(owner, initializers.apply(this, owner));
        }
        return constants.get(owner).get(owner + "." + name);
    }

    public static Type arrayType(String desc, java.util.function.Supplier<dev.jacobi.ir.Dim> dim) {
        int rank = desc.lastIndexOf('[') + 1;
        var dims = new java.util.ArrayList<dev.jacobi.ir.Dim>();
        for (int i = 0; i < rank; i++) {
            dims.add(dim.get());
        }
        return new Type(Descriptors.dtype(desc.substring(rank)), dims);
    }
}
