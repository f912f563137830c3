package dev.jacobi.transform;

import dev.jacobi.options.OptionParser;
import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.TransformProvider;
import dev.jacobi.spi.Transformation;
import java.util.List;

/** Transformed functions with the options of the process, for the public interface, which knows this class by name only. */
public final class ProcessTransforms implements TransformProvider {
    private final TransformEngine engine = new TransformEngine(OptionParser.fromProcess().options());

    @Override
    public EngineFunction transformed(Transformation transformation, List<Object> functions) {
        return new TransformedFunction(engine, transformation, functions);
    }
}
