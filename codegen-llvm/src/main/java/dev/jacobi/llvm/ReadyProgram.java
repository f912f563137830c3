package dev.jacobi.llvm;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.lower.ReachedFunctions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A program that can be emitted: array primitives are loops, and every update may happen in place.
 *
 * @param main the function to be called from outside
 * @param lowered the functions that it calls, before copies were put into them: as which calls see them
 * @param shapes where the results of these are; see {@link CallShapes}
 * @param callees the same functions, to be emitted
 */
public record ReadyProgram(Func main, Map<String, Func> lowered, Map<String, List<Integer>> shapes, Map<String, Func> callees) {
    /**
     * A program after a pipeline that lowers it and after copies were put where an array is still needed when it is overwritten, which is the last pass: nothing may move
     * an access after it.
     *
     * @param main the name of the main function in the pipeline's result
     * @param owned the main function's inputs that it may overwrite; negative numbers are none
     */
    public static ReadyProgram of(Module m, PassPipeline lowering, String main, Function<Func, List<Integer>> owned, PassManager passes) {
        Module lowered = passes.run(lowering, m);
        Map<String, Func> callees = ReachedFunctions.without(lowered, main);
        Map<String, List<Integer>> shapes = CallShapes.of(callees);
        Module ready = passes.run(Bufferise.pass(main, owned.apply(lowered.get(main)), shapes), lowered);
        return new ReadyProgram(ready.get(main), callees, shapes, ReachedFunctions.without(ready, main));
    }
}
