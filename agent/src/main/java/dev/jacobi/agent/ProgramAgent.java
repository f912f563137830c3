package dev.jacobi.agent;

import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.utility.AsmClassWriter;
import net.bytebuddy.utility.JavaModule;

/**
 * Byte Buddy's builder of agents with each choice made here, as the ones that it begins with define a class in the system's class loader and load some hundred others. It adds
 * nothing of its own to classes, looks at them by their files only, says what goes wrong, and changes nothing then. What another class needs while it is woven may be woven, too.
 */
final class ProgramAgent extends AgentBuilder.Default {
    /** Has to be given a strategy of redefinition before it is installed. The options say whether it is said what goes wrong. */
    ProgramAgent(Options options) {
        this(options, new ProgramClasses());
    }

    private ProgramAgent(Options options, ProgramClasses program) {
        super(byteBuddy(), new Said(options), CircularityLock.Inactive.INSTANCE, program, TypeStrategy.Default.DECORATE, program, ClassFileLocator.NoOp.INSTANCE,
            NativeMethodStrategy.Disabled.INSTANCE, WarmupStrategy.NoOp.INSTANCE, TransformerDecorator.NoOp.INSTANCE, InitializationStrategy.NoOp.INSTANCE,
            // all that is about redefinition is set at once when the strategy is, as Byte Buddy lets nobody else name a part of it
            null, null, null, null, null, InjectionStrategy.Disabled.INSTANCE, LambdaInstrumentationStrategy.DISABLED, DescriptionStrategy.Default.POOL_ONLY,
            FallbackStrategy.Simple.DISABLED, ClassFileBufferStrategy.Default.RETAINING, InstallationListener.NoOp.INSTANCE,
            new RawMatcher.ForElementMatchers(ElementMatchers.none()), List.of());
    }

    private static ByteBuddy byteBuddy() {
        return new ByteBuddy().with(TypeValidation.DISABLED).with(MethodGraph.Empty.INSTANCE).with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(new ProgramClasses.Reading(false)).with(AsmClassWriter.Factory.Default.ASM_ONLY);
    }

    private static final class Said extends Listener.Adapter {
        private final Options options;

        Said(Options options) {
            this.options = options;
        }

        @Override
        public void onError(String name, ClassLoader loader, JavaModule module, boolean loaded, Throwable e) {
            // where a class is loaded at the end of the stack there is no room to say so
            if (!(e instanceof StackOverflowError)) {
                Log.say(options, Options.Log.WARN, "The class " + name + " is left as it is, because it cannot be rewritten: " + e + ".");
            }
        }
    }
}
