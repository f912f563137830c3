package dev.jacobi.spi;

import dev.jacobi.boot.EngineLoader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** What {@code dev.jacobi} asks for transformed functions. The engine has the only implementation, which is found by its name, so that nothing here needs the engine to be loaded. */
public interface TransformProvider {
    /** The transformation of functions, one or more as it takes; none is null. */
    EngineFunction transformed(Transformation transformation, List<Object> functions);

    /**
     * The program of a file; classes of its arguments and results are looked up by {@code loader}.
     *
     * @throws IOException whose message, a part of a sentence, says why the bytes are no such program
     */
    SavedFunction load(byte[] file, ClassLoader loader) throws IOException;

    /** Memory and code of arrays. Programs share one, which keeps nothing itself. */
    ArrayEngine arrays();

    /** A new provider. Its engine keeps the code that it has made, so programs share one. */
    static TransformProvider load() {
        String name = "dev.jacobi.site.ProcessTransforms";
        try {
            return (TransformProvider) Class.forName(name, true, EngineLoader.ofEngine()).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name + " cannot be made.", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The engine of Jacobi is not there (" + name + "); put jacobi-agent.jar on the class path, or start with it as the agent.", e);
        }
    }
}
