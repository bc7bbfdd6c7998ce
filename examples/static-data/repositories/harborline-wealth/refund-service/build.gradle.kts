plugins {
    kotlin("jvm") version "2.1.0"
    kotlin("plugin.spring") version "2.1.0"
    id("org.springframework.boot") version "3.4.1"
    id("com.harborline.api-contracts") version "4.2.0"
}

description = "Gives money back, once and only once."

kotlin {
    jvmToolchain(21)
}

dependencies {
    implementation("org.springframework.boot:spring-boot-starter-webflux")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-reactor")
    testImplementation(kotlin("test"))
}

openapi {
    consumer {
        // kotlin("payment-core:payment-gateway-api:1.14.2")
        kotlin("payment-core:payment-gateway-api:2.0.0")
        kotlin("ledger-core:ledger-api:1.11.0")
    }
}

avro {
    producer {
        schema("payment-core:PaymentCompleted:1.0.0")
    }
    consumer {
        schema("order-core:OrderCreated:2.0.0")
    }
}

tasks.test {
    useJUnitPlatform()
}
