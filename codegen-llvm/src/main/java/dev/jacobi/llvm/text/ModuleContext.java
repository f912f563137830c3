package dev.jacobi.llvm.text;

import dev.jacobi.ir.Func;
import java.util.List;
import java.util.Map;

/**
 * What all functions of one compilation share: the module's text, its functions after lowering, their calling conventions, and the
 * request's choices. {@code vectorBytes} is the width of the target's vector registers;
 * {@code eager} takes lanes and threads wherever they are possible, for tests. {@code fmaRoots}: see {@link dev.jacobi.llvm.Tuning}.
 * {@code device}: the code is for a GPU's thread, which has no C library,
 * little stack, and a limit in calls instead of addresses. {@code arrays}: see {@link dev.jacobi.llvm.CompileRequest}.
 */
public record ModuleContext(ModuleText out, Map<String, Func> funcs, Map<String, List<Integer>> shapes, Map<String, String> symbols, boolean fast, int threads,
        int vectorBytes, boolean eager, boolean fmaRoots, boolean device, boolean arrays) {
}
