package dev.jacobi.site;

import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.SavedFunction;
import dev.jacobi.spi.TransformProvider;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.io.IOException;
import java.util.List;

/** Transformed functions for the public interface, which knows this class by name only. */
public final class ProcessTransforms implements TransformProvider {
    private final TransformEngine engine = Engine.ofProcess().transforms();

    @Override
    public EngineFunction transformed(Transformation transformation, List<Object> functions) {
        return new TransformedFunction(engine, transformation, functions);
    }

    @Override
    public SavedFunction load(byte[] file, ClassLoader loader) throws IOException {
        return engine.load(file, loader);
    }

    @Override
    public ArrayEngine arrays() {
        return engine.arrays();
    }
}
