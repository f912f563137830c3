package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.lower.FloatMath;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.lower.ReachedFunctions;
import dev.jacobi.llvm.lower.SignedValues;
import dev.jacobi.vectorize.checks.ChecksInMaps;
import dev.jacobi.vectorize.contract.Contract;
import dev.jacobi.vectorize.nests.JoinedMaps;
import dev.jacobi.vectorize.nests.ReadOnlyCopies;
import dev.jacobi.vectorize.nests.TrianglesAsSquares;
import dev.jacobi.vectorize.order.ColumnsOfSteps;
import dev.jacobi.vectorize.order.Diagonals;
import dev.jacobi.vectorize.raise.ArgExtreme;
import dev.jacobi.vectorize.raise.ConditionalPromotion;
import dev.jacobi.vectorize.raise.PlaceOfExtreme;
import dev.jacobi.vectorize.trips.SplitTrips;
import java.util.LinkedHashMap;

/**
 * What becomes of a program for a GPU, in order, from what {@code CommonPipeline} leaves to parallel loops that become kernels. Copies for what is overwritten come last
 * ({@link dev.jacobi.llvm.ReadyProgram}). Who then computes what, and in which kernels, are no passes but steps beside the program: {@link dev.jacobi.ptx.schedule.Plan}.
 */
public final class GpuPipeline {
    private GpuPipeline() {
    }

    /** {@code main} is the entry's name in the result; products of at least {@code tiled} elements are computed as such. */
    public static PassPipeline lowering(String entry, String main, boolean fast, long tiled) {
        return PassPipeline.named("gpu")
            .then(ExactStrictMath.pass())                       // StrictMath's functions with exact results become functions of the module,
            .then(Inline.pass(entry))                           // which are inlined, as all are that do not call themselves
            .then(SignedValues.pass())                          // products that are others but for a sign become those,
            .when(fast, FloatMath.pass())                       // functions of doubles between floats become functions of floats,
            .when(!fast, FloatMath.rounded())                   // or what gives the same bits in less time
            .then(ReachedFunctions.pass(entry, main))           // what the entry does not call has no code
            .then(new ReadOnlyCopies().on(main))                // copies of rows that are only read are the rows
            .then(new JoinedMaps().on(main))                    // what trips store for a second loop inside of them is a number of one loop
            .then(new Contract(fast, tiled).on(main))           // loops that are matrix products become that
            .then(new ConditionalPromotion().on(main))          // elements that some trips of a loop store are numbers until it ends
            .then(new ArgExtreme(ArgExtreme.Inside.ROWS).on(main)) // searches along rows become reductions
            .then(new PlaceOfExtreme(PlaceOfExtreme.Form.KEY).on(main)) // an extreme and its place are found in one go
            .then(BranchesOfTeams.pass().on(main))              // reductions in branches inside of parallel loops stand beside these
            .then(new SplitTrips().on(main))                    // loops whose branches depend on the number of the trip are parted there
            .then(new ColumnsOfSteps().on(main))                // steps whose columns know nothing of each other are a thread's for each column
            .then(new ChecksInMaps().on(main))                  // what is checked for each trip of a map is checked in it
            .then(LoopsThatPack.pass().on(main))                // loops that store some elements one after the other become a scan and a map
            .then(ChainsOfRows.pass().on(main))                 // sums along rows that an outer loop goes on with are made for all rows before
            .then(new Diagonals().on(main))                     // tables whose elements wait for their neighbours go by diagonals
            .then(new TrianglesAsSquares().on(main))            // triangles of long bodies are squares, whose threads ask
            .then(LoopsToScans.pass(fast).on(main))             // loops that add up as they go become a scan and a map
            .then(LoopsThatReadAhead.pass().on(main))           // loops that read what no trip before has written become maps
            .then(LoopsForGrids.pass().on(main))                // nests that hand scalars on become one loop, searches take larger blocks
            .then(LoopsThatScatter.pass().on(main))             // loops that store anywhere store what the last trip does at each place
            .then(LoopsInParts.pass().on(main))                 // what is slow beside a chain becomes a map
            .then(LoopsToBins.pass().on(main))                  // loops that only add to elements anywhere become histograms
            .then(RecurrencesInBlocks.pass(fast).on(main))      // other recurrences whose steps can be joined go in blocks
            .then(lower(main, fast))                            // array primitives become maps with a thread per element; inside of parallel loops, loops
            .then(Bufferise.views())                            // a part of an array that is handed on becomes an array of its own
            .then(StacksToUpdates.pass().on(main))              // what maps stack becomes updates, so that two maps right inside of each other are one space
            .to(Property.LOWERED, Property.NO_VIEWS);
    }

    /** Functions that are called run within one thread, and are lowered as for the CPU; twice, as Fourier transforms become loops with functions that the CPU calls. */
    public static Pass lower(String main, boolean fast) {
        return PassBuilder.named("lower").establishes(Property.LOWERED).all(m -> {
            var funcs = new LinkedHashMap<String, Func>();
            m.funcs().forEach((name, f) -> funcs.put(name,
                name.equals(main) ? Lower.run(f, new HostLowering(fast)) : Lower.run(Lower.run(f, null), null)));
            return new Module(funcs);
        });
    }
}
