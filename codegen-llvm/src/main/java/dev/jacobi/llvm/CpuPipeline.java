package dev.jacobi.llvm;

import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.buffer.FilledReads;
import dev.jacobi.llvm.buffer.LaneRows;
import dev.jacobi.llvm.library.OrderedProduct;
import dev.jacobi.llvm.lower.FloatMath;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.lower.PrefixBlocks;
import dev.jacobi.llvm.lower.ProductsInPlace;
import dev.jacobi.llvm.lower.ReachedFunctions;
import dev.jacobi.llvm.lower.SignedValues;
import dev.jacobi.llvm.lower.SlowTails;
import dev.jacobi.llvm.lower.Unfold;
import dev.jacobi.llvm.math.CarriedExtremes;
import dev.jacobi.llvm.small.ScalarArrays;
import dev.jacobi.vectorize.ahead.HistogramsBehind;
import dev.jacobi.vectorize.ahead.ResultsBehind;
import dev.jacobi.vectorize.ahead.TermsAhead;
import dev.jacobi.vectorize.checks.CheckedExtents;
import dev.jacobi.vectorize.checks.JoinedChecks;
import dev.jacobi.vectorize.contract.Contract;
import dev.jacobi.vectorize.contract.OuterSums;
import dev.jacobi.vectorize.order.DiagonalLanes;
import dev.jacobi.vectorize.order.JoinedRows;
import dev.jacobi.vectorize.order.KeptArrays;
import dev.jacobi.vectorize.order.LoopOrder;
import dev.jacobi.vectorize.order.MovedSlices;
import dev.jacobi.vectorize.order.RowsByParity;
import dev.jacobi.vectorize.order.RowsInTurn;
import dev.jacobi.vectorize.order.SkewedRows;
import dev.jacobi.vectorize.tables.InnerTables;
import dev.jacobi.vectorize.trips.EndTrips;
import dev.jacobi.vectorize.trips.EveryNthTrip;
import dev.jacobi.vectorize.trips.NearRemainder;
import dev.jacobi.vectorize.vmap.LaneParts;

/**
 * What becomes of a program for the CPU, in order, from what {@code CommonPipeline} leaves to loops over scalars, which are emitted equation by equation. Copies for what is overwritten come last ({@link ReadyProgram}). What then
 * runs by lanes and threads, and in which registers numbers are, are no passes: the plans of {@link dev.jacobi.llvm.plan} say it beside the program, and {@link Emitter} follows them.
 */
public final class CpuPipeline {
    /** So many elements of a product at least: the library's call and the product's memory cost more than fewer gain. */
    private static final long PRODUCTS = 4096;
    /** So many multiplications of a product at least, where it is our own routine's: the loops take some microseconds for fewer. */
    private static final long MULTIPLICATIONS = 1 << 17;

    private CpuPipeline() {
    }

    private static FunctionPass simplified() {
        var simplify = new Simplify();
        return PassBuilder.named("simplify-loops").keeps(Property.LOWERED).mayBeLeftOut().each(simplify::run);
    }

    /** Products that our own routine makes, and in fast mode those of other forms, which a library has. */
    private static Contract products(boolean fast) {
        var own = new OrderedProduct(fast);
        return fast ? Contract.fused(MULTIPLICATIONS, own, new Contract(true, PRODUCTS)) : Contract.ordered(MULTIPLICATIONS, own);
    }

    /** The part of it that finds orders in which trips that wait for each other go together: what gains by that is loops whose trips do not wait behind it. */
    public static PassPipeline ordering(boolean fast) {
        return ordered(PassPipeline.named("cpu-ordering"), fast);
    }

    private static PassPipeline ordered(PassPipeline p, boolean fast) {
        return p.then(new LoopOrder())                                      // loops down columns change places with those along rows
            .then(new EveryNthTrip())                                       // every second trip of a red-black sweep's row is a loop of its own
            .then(new RowsByParity())                                       // two rows of a table that take turns change places
            .then(new RowsInTurn())                                         // rows that are made of the one before need no copy
            .then(new DiagonalLanes(fast))                                  // rows that wait for their neighbours are lanes, a column behind each other
            .then(new SkewedRows(fast))                                     // what waits for its neighbours goes along several rows at a time
            .then(new MovedSlices())                                        // parts of an array that go elsewhere in it need no copy
            .then(new TermsAhead())                                         // what loops inside of one that waits for itself find is computed in front of it
            .then(new HistogramsBehind());                                  // histograms whose trips look for their place by loops find places first
    }

    /** To loops over scalars. {@code main} is the entry's name from then on. */
    public static PassPipeline lowering(CompileRequest request, String main, Tuning tuning) {
        PassPipeline p = PassPipeline.named("cpu")
            .then(ReachedFunctions.pass(request.entry(), main))             // what the entry does not call has no code
            .when(request.fast(), SignedValues.pass())                      // products that are others but for a sign become those
            .when(request.fast(), FloatMath.pass())                         // functions of doubles between floats become functions of floats,
            .when(request.fast(), new OuterSums().on(main))                 // products of columns and rows that trips add become one product of matrices
            .then(products(request.fast()).on(main))                        // loops that are large matrix products become calls
            .then(new InnerTables(false));                                  // slow functions that each trip's inner loops compute alike have tables
        return ordered(p, request.fast())
            .then(new ResultsBehind())                                      // slow functions of what such a loop has found are made behind it
            .then(new JoinedRows())                                         // folds of rows and changes along them read the rows once
            .then(NearRemainder.asking())                                   // places in rings that data move ask whether they need a division
            .then(CheckedExtents.pass())                                    // behind a check of an extent its number is in the types
            .when(!request.fast(), FloatMath.roundedInPlace())              // functions of doubles between floats become formulas with the same bits
            .then(Lower.pass())                                             // array primitives become loops, functions of reals their formulas
            .then(ProductsInPlace.pass())                                   // a library writes products where they are wanted
            .then(SlowTails.pass())                                         // slow functions of what inner loops leave become loops of their own, which run by lanes
            .then(ScalarArrays.pass())                                      // arrays of few elements become scalars
            .then(LaneRows.pass())                                          // an array that a trip makes and copies into its row of a result is that row
            .then(FilledReads.pass())                                       // what a map reads of a new array is what that was filled with
            .then(KeptArrays.pass(request.threads()))                       // arrays that trips make for themselves are made once where arguments would be copied for them
            .when(request.arrays(), simplified())                           // each extent and each number of a loop's trips once
            .then(Bufferise.views())                                        // a part of an array that is handed on becomes an array of its own
            .when(request.threads() > 1 || tuning.eager(),
                PrefixBlocks.pass(request.fast(), tuning.eager()).on(main)) // running sums in blocks, which threads share
            .then(ScatterChecks.pass(tuning.vectorBytes()).on(main))        // what writes nothing but elements that are read nowhere may check its indices as it goes
            .then(TurnedTables.pass(tuning))                                // what lanes read of rows of their own in each trip lies side by side, in a copy
            .then(TurnedColumns.pass(tuning, request.fast()))               // and so do columns of which each trip reads other rows
            .then(LaneParts.pass())                                         // a part of an array is not looked for before its elements are
            .then(LaneLayout.pass(tuning, request.fast()))                  // arrays of which each lane has a row have the axis of the lanes last
            .then(EndTrips.pass())                                          // the first and the last trip stand beside a map that asks for them
            .then(JoinedChecks.pass())                                      // sums of elements that lie anywhere ask where these lie themselves
            .then(Unfold.pass(main))                                        // small recursive functions, once into themselves
            .then(EndlessTrips.pass())                                      // a trip whose loop does not end keeps no other from its check
            .then(CarriedExtremes.pass())                                   // what the next trip waits for is the second operand of an extreme
            .to(Property.LOWERED, Property.NO_VIEWS);
    }
}
