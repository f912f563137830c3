package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.pjrt.hlo.prepare.F64Representation;
import dev.jacobi.pjrt.hlo.prepare.FixedTapes;
import dev.jacobi.pjrt.hlo.prepare.SumsApart;
import dev.jacobi.pjrt.hlo.prepare.WholeSearches;
import dev.jacobi.vectorize.contract.Contract;
import dev.jacobi.vectorize.factor.FactorLoops;
import dev.jacobi.vectorize.library.LibraryLoops;
import dev.jacobi.vectorize.order.Diagonals;
import dev.jacobi.vectorize.raise.ArgExtreme;
import dev.jacobi.vectorize.raise.ConditionalPromotion;
import dev.jacobi.vectorize.raise.PlaceOfExtreme;
import dev.jacobi.vectorize.recursion.RecursionToLoop;
import dev.jacobi.vectorize.trips.SplitTrips;

/**
 * What becomes of a program for StableHLO, in order, from what {@code CommonPipeline} leaves to equations that are written one by one. It has alternatives, as a program without a
 * form is tried in another way: {@link StableHlo} says when.
 *
 * <pre>
 * library (fast only)  →  factors  →  searches  →  products (fast only)  →  sized  →  types                                 if that has a form
 *                                                                             └───→  withoutRecursion  →  plainTypes       where functions call themselves
 * </pre>
 */
public final class TpuPipeline {
    private TpuPipeline() {
    }

    /** Loops whose branches ask for the trip's number are parted at that trip, which decides how many trips each part has. */
    static Pass split() {
        return new SplitTrips();
    }

    /** Searches in one go: where trips are lanes, loops around them only cost. Tables whose elements wait for their neighbours go by diagonals. */
    static Pass searches() {
        return PassPipeline.named("searches").then(new WholeSearches()).then(split()).then(new ConditionalPromotion()).then(new ArgExtreme(ArgExtreme.Inside.ALL)).then(new PlaceOfExtreme()).then(new Diagonals());
    }

    /** Loops that factor or solve as the library's operations; before anything has changed their order. */
    public static Pass library() {
        return new LibraryLoops();
    }

    /** Loops that are matrix products as such, whatever their size: a device's units for them are how it computes. */
    static Pass products() {
        return PassPipeline.named("products").then(new SumsApart()).then(new Contract(true, 0));
    }

    /** Factorisations, of which StableHLO has Cholesky's only, as loops. */
    static Pass factors() {
        return FactorLoops.pass();
    }

    /** Arrays that grow get one size for good. */
    static Pass sized(HloOptions options) {
        return FixedTapes.pass(options.tape());
    }

    /** Functions that call themselves become loops with a stack. */
    static Pass withoutRecursion(String entry, HloOptions options) {
        return RecursionToLoop.pass(entry, options.depth());
    }

    /** Types that the device has, to be written. */
    static PassPipeline types(HloOptions options) {
        return PassPipeline.named("tpu").from(Property.FIXED_TAPES)
            .then(F64Representation.pass(options.f64AsF32()))   // f64 is f32 where there is none; stacks of mixed contents are of integers
            .to(Property.FIXED_TAPES, Property.DEVICE_TYPES);
    }

    /** The same for a program that was recursive: the loop that it has become is full of what is known now. */
    static PassPipeline plainTypes(HloOptions options) {
        return types(options).then(new Simplify()).to(Property.FIXED_TAPES, Property.DEVICE_TYPES);
    }
}
