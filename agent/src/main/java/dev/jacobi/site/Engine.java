package dev.jacobi.site;

import dev.jacobi.backend.ProcessResources;
import dev.jacobi.classes.ClassBytes;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.options.OptionParser;
import dev.jacobi.options.Options;
import dev.jacobi.report.Registry;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.woven.Bootstrap;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What there is once in a process: what compilers share, the dispatcher of the agent, and the code of the functions that the public interface has transformed. Prologues in a program's
 * methods and the public interface's static methods have nothing to be handed it by, so they ask for the only instance, which is the only state of the agent that is static.
 */
public final class Engine {
    private static final Engine OF_PROCESS = new Engine();
    private final ProcessResources resources = new ProcessResources();
    private final AtomicBoolean started = new AtomicBoolean();
    /** Null without the agent, or as long as no class has been selected. */
    private Dispatcher dispatcher;
    private TransformEngine transforms;

    private Engine() {
    }

    /** The instance. */
    public static Engine ofProcess() {
        return OF_PROCESS;
    }

    /** What compilers share. */
    public ProcessResources resources() {
        return resources;
    }

    /** The class files of what the JVM runs. */
    public ClassBytes classes() {
        return resources.classes();
    }

    /** The agent is about to start: true for the first who says so. */
    public boolean starts() {
        return started.compareAndSet(false, true);
    }

    /** Makes the dispatcher, once: a later call returns the first one. */
    public synchronized Dispatcher install(Options options, Registry registry, Instrumentation instrumentation) {
        if (dispatcher == null) {
            dispatcher = new Dispatcher(options, registry, instrumentation, Initialised.withAgent(instrumentation), resources);
            Bootstrap.linkBy(new SiteLinker(dispatcher));
        }
        return dispatcher;
    }

    /** Transformed functions, with the options of the process as they are when this is first called. */
    synchronized TransformEngine transforms() {
        if (transforms == null) {
            transforms = new TransformEngine(OptionParser.fromProcess().options(), resources);
        }
        return transforms;
    }
}
