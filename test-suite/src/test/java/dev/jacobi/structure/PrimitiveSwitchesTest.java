// Whether the Java compiler checks that every table decides about a new primitive.
package dev.jacobi.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.jacobi.ir.Prim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** A switch over {@link Prim} or its forms must be an expression without a default: of statements javac does not demand that they are complete. */
class PrimitiveSwitchesTest {
    private static final Set<String> NAMES = names();

    private static Set<String> names() {
        var names = new HashSet<String>();
        Stream.of(Prim.values()).forEach(p -> names.add(p.name()));
        Stream.of(Prim.Form.values()).forEach(f -> names.add(f.name()));
        return names;
    }

    @Test
    void areExpressionsWithoutADefault() throws IOException {
        var counted = new int[1];
        assertEquals(List.of(), unchecked(StructureTest.sources().stream().filter(StructureTest.Source::main).map(s -> StructureTest.javaFile(s.name(), s.text())).toList(), counted));
        assertTrue(counted[0] > 20, "switches over primitives found: " + counted[0]);
    }

    @Test
    void theScanFindsWhatItIsFor() throws IOException {
        var files = List.of(StructureTest.javaFile("A.java", """
            class A {
                int a(Prim p) { return switch (p) { case NEG, ADD -> 1; case SUB -> 2; }; }
                int b(Prim p) { return switch (p) { case NEG, ADD -> 1; default -> 2; }; }
                void c(Prim.Form f) { switch (f) { case ELEMENTWISE -> x(); case FULL -> switch (t) { case I8 -> y(); default -> z(); } } }
                void d(Shape s) { switch (s) { case MAP, CIRCLE -> x(); default -> y(); } }
            }
            """));
        assertEquals(List.of("A.java:3", "A.java:4"), unchecked(files, new int[1]));
    }

    private static List<String> unchecked(List<? extends JavaFileObject> files, int[] counted) throws IOException {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, d -> { }, List.of("-proc:none"), null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        var found = new ArrayList<String>();
        for (CompilationUnitTree unit : task.parse()) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitSwitch(SwitchTree t, Void nothing) {
                    look(t, t.getCases(), true);
                    return super.visitSwitch(t, nothing);
                }

                @Override
                public Void visitSwitchExpression(SwitchExpressionTree t, Void nothing) {
                    look(t, t.getCases(), t.getCases().stream().anyMatch(c -> c.getExpressions().isEmpty()));
                    return super.visitSwitchExpression(t, nothing);
                }

                private void look(Tree t, List<? extends CaseTree> cases, boolean wrong) {
                    List<String> labels = cases.stream().flatMap(c -> c.getExpressions().stream()).map(Object::toString).toList();
                    if (!labels.isEmpty() && NAMES.containsAll(labels)) {
                        counted[0]++;
                        if (wrong) {
                            found.add(unit.getSourceFile().getName().substring(1) + ":" + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, t)));
                        }
                    }
                }
            }.scan(unit, null);
        }
        return found;
    }
}
