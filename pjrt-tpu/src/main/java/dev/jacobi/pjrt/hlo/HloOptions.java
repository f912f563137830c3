package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Lit;
import java.util.Map;

/**
 * How a function becomes StableHLO.
 *
 * @param f64AsF32 writes f64 values as f32, for devices without f64; the program's notes say so
 * @param fixed values of scalar inputs that are compiled in, by number: extents of arrays must be known before the program is compiled
 * @param tape how many entries are kept of a loop whose number of trips is not known, for its derivative; a loop that needs more fails a check
 * @param depth how deep recursion may go that is written as a loop with a stack; what goes deeper fails a check
 * @param fast sums of floats may be added in any order, so that loops that are matrix products become {@code dot_general}
 * @param precision how exactly the factors of products are taken
 * @param donate lets results take the places of arguments, as {@link dev.jacobi.pjrt.program.HloProgram#donated} says; a call that needs an argument afterwards has to keep it
 * @param places for results that the caller stores in arrays of inputs anyway, by number, those inputs: the result takes the input's place on the device too
 * @param ranges for scalar inputs of integers, by number, what their values lie between, as loops that make so many trips are lanes only where the most of them is known
 * @param sharding how arguments and results lie on a mesh of devices; null for one device
 */
public record HloOptions(boolean f64AsF32, Map<Integer, Lit> fixed, int tape, int depth, boolean fast, Precision precision, boolean donate,
        Map<Integer, Integer> places, Map<Integer, Range> ranges, MeshSharding sharding) {
    /** How many of a float's bits go into a product, as StableHLO names it: on TPUs 8 bits, some 16, or all 24. */
    public enum Precision {
        DEFAULT, HIGH, HIGHEST
    }

    /** Both ends are in it. */
    public record Range(long least, long most) {
    }

    public static final HloOptions DEFAULT = new HloOptions(false, Map.of(), 1 << 14, 1000, false, Precision.HIGHEST, true, Map.of(), Map.of(), null);

    public HloOptions {
        fixed = Map.copyOf(fixed);
        places = Map.copyOf(places);
        ranges = Map.copyOf(ranges);
    }

    public HloOptions withF64AsF32(boolean on) {
        return new HloOptions(on, fixed, tape, depth, fast, precision, donate, places, ranges, sharding);
    }

    public HloOptions withFixed(Map<Integer, Lit> values) {
        return new HloOptions(f64AsF32, values, tape, depth, fast, precision, donate, places, ranges, sharding);
    }

    public HloOptions withTape(int entries) {
        return new HloOptions(f64AsF32, fixed, entries, depth, fast, precision, donate, places, ranges, sharding);
    }

    public HloOptions withDepth(int calls) {
        return new HloOptions(f64AsF32, fixed, tape, calls, fast, precision, donate, places, ranges, sharding);
    }

    public HloOptions withFast(boolean on) {
        return new HloOptions(f64AsF32, fixed, tape, depth, on, precision, donate, places, ranges, sharding);
    }

    public HloOptions withPrecision(Precision of) {
        return new HloOptions(f64AsF32, fixed, tape, depth, fast, of, donate, places, ranges, sharding);
    }

    public HloOptions withDonate(boolean on) {
        return new HloOptions(f64AsF32, fixed, tape, depth, fast, precision, on, places, ranges, sharding);
    }

    public HloOptions withPlaces(Map<Integer, Integer> inputs) {
        return new HloOptions(f64AsF32, fixed, tape, depth, fast, precision, donate, inputs, ranges, sharding);
    }

    public HloOptions withRanges(Map<Integer, Range> values) {
        return new HloOptions(f64AsF32, fixed, tape, depth, fast, precision, donate, places, values, sharding);
    }

    public HloOptions withSharding(MeshSharding on) {
        return new HloOptions(f64AsF32, fixed, tape, depth, fast, precision, donate, places, ranges, on);
    }
}
