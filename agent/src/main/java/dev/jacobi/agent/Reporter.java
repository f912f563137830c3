package dev.jacobi.agent;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.FileFailure;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.report.Registry;
import dev.jacobi.report.Reports;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes the report when the JVM ends. */
final class Reporter implements Runnable {
    private final Options options;
    private final Selection selection;
    private final Registry registry;
    private final AtomicBoolean registered = new AtomicBoolean();

    Reporter(Options options, Selection selection, Registry registry) {
        this.options = options;
        this.selection = selection;
        this.registry = registry;
    }

    /** Has the report written at the end of the JVM. */
    void register() {
        if (!options.report().equals("off") && registered.compareAndSet(false, true)) {
            try {
                Background.atEnd("jacobi-report", this);
            } catch (IllegalStateException e) {
                // The JVM is ending already: there is nothing to report.
            }
        }
    }

    @Override
    public void run() {
        try {
            for (String pattern : selection.hasStarted() ? selection.unused() : List.<String>of()) {
                Log.say(options, Options.Log.WARN, "No static method that was loaded matches include=" + pattern + ".");
            }
            if (options.report().equals("summary") && !options.include().isEmpty() && selection.unused().isEmpty() && registry.methods().isEmpty()) {
                Log.say(options, Options.Log.WARN, "No selected method has taken enough time to be looked at. To see what becomes of one, name it: include=CLASS::METHOD.");
            }
            Reports.write(options.report(), registry);
        } catch (IOException e) {
            Log.say(options, Options.Log.WARN, "The report cannot be written: " + FileFailure.of(e) + ".");
        } catch (RuntimeException | LinkageError e) {
            Log.say(options, Options.Log.WARN, "The report cannot be written: " + e + ".");
        }
    }
}
