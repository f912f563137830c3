package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.simplify.AlikeBranches;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.vectorize.checks.CheckLoops;
import dev.jacobi.vectorize.checks.CheckedExtents;
import dev.jacobi.vectorize.checks.Checks;
import dev.jacobi.vectorize.checks.DenseCopies;
import dev.jacobi.vectorize.checks.DistinctRows;
import dev.jacobi.vectorize.checks.EarlyChecks;
import dev.jacobi.vectorize.checks.FirstChecks;
import dev.jacobi.vectorize.checks.FixedExtents;
import dev.jacobi.vectorize.checks.InteriorTrips;
import dev.jacobi.vectorize.checks.KnownBranches;
import dev.jacobi.vectorize.checks.KnownPlaces;
import dev.jacobi.vectorize.checks.TripsWithin;
import dev.jacobi.vectorize.counts.CheckedRuns;
import dev.jacobi.vectorize.counts.ChosenTrips;
import dev.jacobi.vectorize.counts.Counters;
import dev.jacobi.vectorize.counts.FlagCarries;
import dev.jacobi.vectorize.counts.IntCounters;
import dev.jacobi.vectorize.counts.LongSizes;
import dev.jacobi.vectorize.counts.WhileToFor;
import dev.jacobi.vectorize.nests.Distribute;
import dev.jacobi.vectorize.nests.GatheredTerms;
import dev.jacobi.vectorize.nests.JoinedTiles;
import dev.jacobi.vectorize.nests.OneStore;
import dev.jacobi.vectorize.small.FixedReads;
import dev.jacobi.vectorize.small.RowSums;
import dev.jacobi.vectorize.small.SmallArrays;
import dev.jacobi.vectorize.sums.Accumulate;
import dev.jacobi.vectorize.tables.InnerTables;
import dev.jacobi.vectorize.trips.ExactSteps;
import dev.jacobi.vectorize.trips.ExitSplit;
import dev.jacobi.vectorize.trips.FilledRows;
import dev.jacobi.vectorize.trips.FirstTrip;
import dev.jacobi.vectorize.trips.FixedElement;
import dev.jacobi.vectorize.trips.FixedSums;
import dev.jacobi.vectorize.trips.ForwardTrips;
import dev.jacobi.vectorize.trips.HeadTest;
import dev.jacobi.vectorize.trips.InnerTrips;
import dev.jacobi.vectorize.trips.JointTests;
import dev.jacobi.vectorize.trips.KnownReads;
import dev.jacobi.vectorize.trips.LastTrip;
import dev.jacobi.vectorize.trips.LastValue;
import dev.jacobi.vectorize.trips.LastWhere;
import dev.jacobi.vectorize.trips.NearRemainder;
import dev.jacobi.vectorize.trips.OverwrittenStores;
import dev.jacobi.vectorize.trips.PrivateArrays;
import dev.jacobi.vectorize.trips.Reroll;
import dev.jacobi.vectorize.trips.SearchAhead;
import dev.jacobi.vectorize.trips.UnitStride;
import java.util.List;

/**
 * Raising: loops as bytecode has them (while) become counted loops (for), their checks are proven or moved out, and
 * loops with independent trips become map, reduce and hist.
 */
public final class Raise {
    private Raise() {
    }

    /** The passes in order; {@code fast} allows float sums to be reordered. */
    public static List<FunctionPass> passes(boolean fast) {
        return passes(fast, false);
    }

    /** {@code careful}: without checks that may fail where nothing goes wrong. */
    public static List<FunctionPass> passes(boolean fast, boolean careful) {
        return passes(fast, careful, LoopForm.PARTS);
    }

    /** The same with loops in this form. */
    public static List<FunctionPass> passes(boolean fast, boolean careful, LoopForm form) {
        List<FunctionPass> all = List.of(
            // what bytecode leaves behind, and what loops compute anew in each trip
            new DeadCode(), new Hoist(), new LongSizes(), new FlagCarries(), new HeadTest(),
            // while loops as they are have the order in which a gradient adds: here each place gets a nest of its own
            new Accumulate(neighbours(form)),
            // counted loops, whose variables have ranges, by which checks are proven or moved
            new CommonBranches(), new JointTests(), new WhileToFor(careful), new DeadCode(), new Hoist(), new WhileToFor(careful), new KnownReads(), new FilledRows(), new ExitSplit(), new SearchAhead(), new Counters(careful, new Hoist()::run), new ExactSteps(), new FirstTrip(),
            new KnownBranches(), new KnownPlaces(), new NearRemainder(careful),
            // what the last trip of steps along a ring asks by itself
            new LastTrip(),
            // where neighbours are mirrored or clamped, the trips far from the ends do without
            new InteriorTrips(),
            // stores that the next trip overwrites are none
            new OverwrittenStores(),
            // copies of loops for strides of one
            new UnitStride(),
            // what a loop asks first, of a place that then stays where it may be, and of one that loops inside choose
            new FirstChecks(), new ChosenTrips(),
            // first out of inner loops, then, as the loops around these see them, further out
            new Checks(careful), new DeadCode(), FixedReads.ofChecks(), new Hoist(),
            Checks.again(careful), new DeadCode(), new IntCounters(),
            // places in rings of which the checks in front of their loops say where they stay
            new NearRemainder(careful),
            // trips that no check stands in front of
            new TripsWithin(), new CheckLoops(careful), new CheckedRuns(),
            // loops over tiles and along these, which back ends tile as they need
            new JoinedTiles(),
            // copies of loops that pass over zeros, for where there are none or they add nothing
            new DenseCopies(),
            // copies of loops for rows that do not reach into each other
            new DistinctRows(),
            // lengths for which alone a loop does not fail are in the types
            new FixedExtents(), CheckedExtents.pass(),
            // arrays that each trip fills first
            new PrivateArrays(),
            // without checks in between, arrays of a few elements are numbers, and what one trip hands to the next is seen
            new SmallArrays(form == LoopForm.WHOLE), new ForwardReads(form != LoopForm.WHOLE), new DeadCode(),
            // loops before and after the trip that writes what all read
            new FixedElement(),
            // convolutions over the elements that they add to
            new GatheredTerms(),
            // branches that compute the same functions of different values
            new AlikeBranches(),
            new OneStore(), new Reroll(fast), new ConditionalStore(), new LoopLoadElimination(), new StoreSinking(), new InnerTrips(), new RowSums(new Hoist()::run, FixedSums::hasSums), new FixedSums(), new FixedReads(), new LastValue(), new LastWhere(),
            // a loop for each statement that then has trips in any order
            new Distribute(),
            new Parallelise(fast, form), new ForwardTrips(),
            // of the loops that are still sequential
            new ArgExtreme(), new Hoist(), new ScalarPromotion(), new ConditionalTerms(form == LoopForm.WHOLE), new DeadCode(),
            // what inner loops compute alike in each trip of an outer one, of which no derivative need be taken more than once
            new InnerTables(true),
            // arguments that are written before something may fail are worked on in copies
            new EarlyChecks());
        return all.stream().filter(p -> switch (form) {
            case WHOLE -> !(p instanceof LastTrip || p instanceof InteriorTrips || p instanceof OverwrittenStores || p instanceof UnitStride || p instanceof JoinedTiles || p instanceof DenseCopies || p instanceof DistinctRows || p instanceof FixedElement || p instanceof ConditionalStore || p instanceof FixedReads || p instanceof GatheredTerms || p instanceof Distribute);
            case TOGETHER -> !(p instanceof InnerTables || p instanceof InteriorTrips || p instanceof UnitStride || p instanceof JoinedTiles || p instanceof DenseCopies || p instanceof DistinctRows);
            case PARTS -> !(p instanceof InnerTables);
        }).filter(p -> careful ? !(p instanceof FixedExtents || p instanceof FirstChecks || p instanceof ChosenTrips || p instanceof LongSizes) : !(p instanceof TripsWithin)).toList();
    }

    private static Accumulate.Neighbours neighbours(LoopForm form) {
        return switch (form) {
            case WHOLE -> Accumulate.Neighbours.STAY;
            case TOGETHER -> Accumulate.Neighbours.WHOLE;
            case PARTS -> Accumulate.Neighbours.PARTS;
        };
    }

    /** The passes as one stage; see {@link #passes(boolean, boolean, LoopForm)}. */
    public static PassPipeline pipeline(boolean fast, boolean careful, LoopForm form) {
        PassPipeline p = PassPipeline.named("raise");
        passes(fast, careful, form).forEach(p::then);
        return p;
    }

    /** Raises a function. */
    public static Func run(Func f, boolean fast) {
        return run(f, fast, false);
    }

    /** Raises a function; see {@link #passes(boolean, boolean)}. */
    public static Func run(Func f, boolean fast, boolean careful) {
        for (FunctionPass p : passes(fast, careful)) {
            f = p.run(f);
        }
        return f;
    }
}
