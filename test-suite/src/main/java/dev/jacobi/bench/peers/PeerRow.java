package dev.jacobi.bench.peers;

import dev.jacobi.Fp;
import dev.jacobi.Options;
import dev.jacobi.bench.peers.PeerForm.Call;
import dev.jacobi.bench.peers.PeerForm.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;

/** A piece of work: its name, what it must read, write and compute at least, its inputs for JAX, and its forms. */
final class PeerRow {
    private final String name;
    private final String twin;
    private final double bytes;
    private final double operations;
    private final Map<String, Object> inputs = new LinkedHashMap<>();
    private final List<PeerForm> forms = new ArrayList<>();
    private double tolerance = 1e-4;
    private boolean sameNumbers = true;
    private ToDoubleBiFunction<double[], double[]> difference = PeerResults::difference;

    /**
     * With neither inputs nor forms.
     *
     * @param twin the name of the function in Python that does the same
     * @param bytes that are read and written, when each element is touched once; 0 when that says nothing
     * @param operations on floats; 0 when that says nothing
     */
    PeerRow(String name, String twin, double bytes, double operations) {
        this.name = name;
        this.twin = twin;
        this.bytes = bytes;
        this.operations = operations;
    }

    String name() {
        return name;
    }

    String twin() {
        return twin;
    }

    double bytes() {
        return bytes;
    }

    double operations() {
        return operations;
    }

    Map<String, Object> inputs() {
        return inputs;
    }

    List<PeerForm> forms() {
        return forms;
    }

    /** How far a result may be from plain Java's, as a part of the largest number in that. */
    double tolerance() {
        return tolerance;
    }

    /** How far the first is from the second, as {@link #tolerance} is meant. */
    double difference(double[] found, double[] expected) {
        return difference.applyAsDouble(found, expected);
    }

    /** Whether all forms compute the same numbers; random ones differ by how they are drawn. */
    boolean sameNumbers() {
        return sameNumbers;
    }

    PeerRow within(double part) {
        tolerance = part;
        return this;
    }

    /** Single numbers may be far from plain Java's, all together by that part of the largest number. */
    PeerRow onAverage(double part) {
        difference = PeerResults::meanDifference;
        return within(part);
    }

    PeerRow ofOtherNumbers() {
        sameNumbers = false;
        return this;
    }

    /** Java arrays or numbers that the Python function of this row is called with, in this order. */
    PeerRow input(String name, Object numbers) {
        inputs.put(name, numbers);
        return this;
    }

    PeerRow java(Supplier<Object> call) {
        forms.add(new PeerForm(Kind.JAVA, () -> new Call(null, call)));
        return this;
    }

    PeerRow streams(Supplier<Object> call) {
        forms.add(new PeerForm(Kind.STREAMS, () -> new Call(null, call)));
        return this;
    }

    /** Loops, compiled by the options that {@code make} is given. */
    PeerRow loops(Function<Options, Call> make) {
        return compiled(Kind.LOOPS_STRICT, Kind.LOOPS_FAST, make);
    }

    /** A function on NDArrays. */
    PeerRow arrays(Function<Options, Call> make) {
        return compiled(Kind.ARRAYS_STRICT, Kind.ARRAYS_FAST, make);
    }

    private PeerRow compiled(Kind strict, Kind fast, Function<Options, Call> make) {
        forms.add(new PeerForm(strict, () -> make.apply(Options.DEFAULT.fp(Fp.STRICT))));
        forms.add(new PeerForm(fast, () -> make.apply(Options.DEFAULT.fp(Fp.FAST))));
        return this;
    }
}
