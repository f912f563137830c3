// Passes keep what programs compute in whatever order they run, as long as each has what it requires, and without those that are optional.
package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Javac;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.PassRun;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.CpuPipeline;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.lower.PrefixBlocks;
import dev.jacobi.llvm.lower.ReachedFunctions;
import dev.jacobi.llvm.lower.Unfold;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.pjrt.hlo.prepare.F64Representation;
import dev.jacobi.ptx.lower.ExactStrictMath;
import dev.jacobi.ptx.lower.GpuPipeline;
import dev.jacobi.ptx.lower.LoopsToScans;
import dev.jacobi.ptx.lower.StacksToUpdates;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.stub.BoxedCall;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.vectorize.contract.Contract;
import dev.jacobi.vectorize.raise.CommonPipeline;
import dev.jacobi.vectorize.raise.Raise;
import dev.jacobi.vectorize.recursion.RecursionToLoop;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dpasses.programs=N} (80), {@code -Dpasses.seed=S} (1). The verifier and the checks of properties run after each pass, and the reference interpreter compares. A failure
 * names the seed of the program, the passes in their order, and the first one whose result computes something else.
 */
class PassOrderTest {
    private static final Seeds SEEDS = Seeds.of("passes", 80);
    private static final int PROGRAMS = SEEDS.programs();
    private static final int PLANS = 3;
    private static final int MOST_PASSES = 24;
    /** Calls within calls, of which the programs make fewer. */
    private static final int DEPTH = 1000;

    /** A generated program as it was lifted, for one kind of call. */
    private record Case(long seed, Module module, String entry, List<List<Tensor>> calls) {
    }

    private int runs;
    private int plans;
    private int notEmitted;

    @Test
    void randomLegalOrdersKeepResults() throws ReflectiveOperationException {
        each((c, random) -> randomOrder(c, random));
        assertTrue(plans > PROGRAMS && runs > 2 * plans && 10 * notEmitted <= plans, plans + " orders, of which " + notEmitted + " were given up, " + runs + " calls");
    }

    @Test
    void optionalPassesMayBeLeftOut() throws ReflectiveOperationException {
        each((c, random) -> {
            PassPipeline all = PassPipeline.named("all").from(Property.AS_WRITTEN, Property.EXACT_CHECKS, Property.DIFFERENTIABLE)
                .then(CommonPipeline.of(List.of(), false, random.nextInt(3) == 0))
                .then(random.nextBoolean() ? GpuPipeline.lowering(c.entry, main(c), false, 0)
                    : CpuPipeline.lowering(new CompileRequest(c.module, c.entry, List.of(), false, 2), main(c), new Tuning(0, random.nextBoolean(), false, false)))
                .then(bufferise(main(c)));
            int percent = random.nextInt(101);
            return all.without(p -> random.nextInt(100) < percent);
        });
        assertTrue(plans > PROGRAMS && runs > 2 * plans && 10 * notEmitted <= plans, plans + " pipelines, of which " + notEmitted + " were given up, " + runs + " calls");
    }

    private static String main(Case c) {
        return ReachedFunctions.main(c.module, c.entry);
    }

    /** Copies are the last pass, and where they would be needed in each trip of a parallel loop there is no code for the program. */
    private static Pass bufferise(String main) {
        return PassBuilder.named("bufferise").requires(Property.LOWERED, Property.NO_VIEWS).keeps(Property.LOWERED, Property.NO_VIEWS).establishes(Property.IN_PLACE)
            .all(m -> Bufferise.pass(main, List.of(), CallShapes.of(ReachedFunctions.without(m, main))).run(m));
    }

    /** Passes that the pipelines have, in an order that none of them has. */
    private static PassPipeline randomOrder(Case c, Random random) {
        String main = main(c);
        List<Pass> high = new ArrayList<>(Raise.passes(false));
        high.addAll(Raise.passes(false, true));
        high.addAll(List.of(new Simplify(), new Simplify(), Inline.pass(main), new Contract(false, 0), ExactStrictMath.pass(), LoopsToScans.pass(false).on(main),
            RecursionToLoop.pass(main, DEPTH), F64Representation.pass(false)));
        // without calls of native libraries, which the interpreter does not have
        Pass lower = PassBuilder.named("lower").establishes(Property.LOWERED).each(f -> Lower.run(f, null));
        List<Pass> low = List.of(lower, GpuPipeline.lower(main, false), Bufferise.views(), Bufferise.views(), PrefixBlocks.pass(false, true).on(main), Unfold.pass(main),
            StacksToUpdates.pass().on(main));
        PassPipeline p = PassPipeline.named("random").from(Property.AS_WRITTEN, Property.EXACT_CHECKS).then(ReachedFunctions.pass(c.entry, main));
        int most = 4 + random.nextInt(MOST_PASSES);
        int lowFrom = random.nextInt(most);
        while (p.passes().size() < most) {
            List<Pass> from = p.passes().size() >= lowFrom && random.nextInt(3) > 0 ? low : high;
            Pass next = from.get(random.nextInt(from.size()));
            if (p.takes(next)) {
                p.then(next);
            }
        }
        return p.takes(bufferise(main)) ? p.then(bufferise(main)) : p;
    }

    private void each(BiFunction<Case, Random, PassPipeline> plan) throws ReflectiveOperationException {
        List<Case> cases = cases();
        SEEDS.print();
        for (Case c : cases) {
            SEEDS.one(c.seed, (seed, unused) -> {
                for (int k = 0; k < PLANS; k++) {
                    compare(c, plan.apply(c, new Random(seed * PLANS + k)));
                }
            });
        }
    }

    private void compare(Case c, PassPipeline plan) {
        var made = new ArrayList<PassRun>();
        plans++;
        try {
            new PassManager(true, made::add).runEach(plan, c.module);
        } catch (NotEmitted | NoRule e) {
            notEmitted++;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("behind " + made.stream().map(PassRun::path).toList() + ": " + e + "\n" + (made.isEmpty() ? c.module : made.get(made.size() - 1).after()), e);
        }
        if (made.isEmpty()) {
            return;
        }
        for (List<Tensor> in : c.calls) {
            String want = run(c.module, c.entry, in);
            PassRun last = made.get(made.size() - 1);
            runs++;
            if (differs(want, last.after(), c, in)) {
                PassRun first = made.stream().filter(r -> !r.whole() && differs(want, r.after(), c, in)).findFirst().orElse(last);
                throw new AssertionError("the pass " + first.path() + " changes results of\n" + first.before() + "to\n" + run(first.after(), entry(first.after(), c), in)
                    + "\nwhere it was\n" + want + "\nbecause of\n" + first.after() + "for " + in.stream().map(Tensors::text).toList() + "\nthe passes were "
                    + made.stream().map(PassRun::path).toList());
            }
        }
    }

    private static String entry(Module m, Case c) {
        return m.get(main(c)) == null ? c.entry : main(c);
    }

    /** A check that was moved in front of a loop may fail although nothing goes wrong. */
    private static boolean differs(String want, Module m, Case c, List<Tensor> in) {
        String got = run(m, entry(m, c), in);
        return !got.equals(want) && !got.equals("an early check fails");
    }

    private static String run(Module m, String entry, List<Tensor> in) {
        try {
            return String.join("; ", Interpreter.run(m, entry, in).stream().map(Tensors::text).toList());
        } catch (CheckFailed e) {
            return e.check().early() ? "an early check fails" : "a check fails";
        }
    }

    /** The programs that can be lifted, with the values of their inputs. */
    private static List<Case> cases() throws ReflectiveOperationException {
        List<Methods.Program> programs = LongStream.range(SEEDS.first(), SEEDS.first() + PROGRAMS).mapToObj(Methods::generate).toList();
        Map<String, String> sources = new LinkedHashMap<>();
        programs.forEach(p -> sources.put(p.name(), p.source().toString()));
        var javac = new Javac();
        Javac.Loader loader = Fuzzer.compile(javac, sources);
        var engine = OnDemandCompiler.interpreter(OnDemandCompiler.Stage.LIFTED);
        var all = new ArrayList<Case>();
        for (Methods.Program p : programs) {
            Class<?> type = Fuzzer.load(javac, loader, p);
            if (type == null) {
                continue;
            }
            Method run = Stream.of(type.getMethods()).filter(m -> m.getName().equals("run")).findFirst().orElseThrow();
            try {
                Lifted lifted = engine.lift(run);
                all.add(new Case(p.seed(), lifted.module(), lifted.entry(), calls(p, run, lifted)));
            } catch (Refusal e) {
                // a method that is left to the JVM
            }
        }
        assertTrue(all.size() > PROGRAMS / 2, "of " + PROGRAMS + " programs only " + all.size() + " were lifted");
        Collections.shuffle(all, new Random(SEEDS.first()));
        return all;
    }

    private static List<List<Tensor>> calls(Methods.Program p, Method run, Lifted lifted) {
        var access = new FieldAccess(MethodHandles.lookup(), run.getDeclaringClass(), Initialised.byForce());
        var calls = new ArrayList<List<Tensor>>();
        for (int k = 0; k < Fuzzer.CALLS; k++) {
            Object[] args = Fuzzer.fresh(p, run, k);
            try {
                if (!Arrays.asList(args).contains(null)) {
                    calls.add(BoxedCall.inputs(lifted, MethodType.methodType(run.getReturnType(), run.getParameterTypes()), access, args));
                }
            } catch (Deopt e) {
                // rows of different lengths, for which the program has no form
            }
        }
        return calls;
    }
}
