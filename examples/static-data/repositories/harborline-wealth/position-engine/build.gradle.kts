plugins {
    kotlin("jvm") version "2.1.0"
    id("com.harborline.api-contracts") version "4.2.0"
}

dependencies {
    implementation("org.apache.kafka:kafka-streams:3.9.0")
    implementation("io.confluent:kafka-streams-avro-serde:7.8.0")
    testImplementation("org.apache.kafka:kafka-streams-test-utils:3.9.0")
}

avro {
    consumer {
        schema("order-core:OrderCreated:2.0.0")
        schema("payment-core:PaymentCompleted:1.0.0")
    }
    producer {
        schema("portfolio-core:PositionUpdated:1.0.0")
    }
}

tasks.jar {
    manifest {
        attributes("Implementation-Title" to "${project.name}")
    }
}
