plugins {
    kotlin("jvm") version "2.1.0"
    application
    id("com.harborline.api-contracts") version "4.2.0"
}

/* Splits orders and sends them to the best venue. /* Started by the scheduler of the platform, see its runbook. */ */
application {
    mainClass = "com.harborline.orderrouter.MainKt"
}

val ktorVersion = "3.0.3"

dependencies {
    implementation("io.ktor:ktor-server-netty:$ktorVersion")
    implementation("io.ktor:ktor-client-cio:$ktorVersion")
}

openapi {
    consumer {
        kotlin(
            "order-core:order-api:1.9.0",
        )
    }
}

avro {
    producer {
        schema("order-core:OrderCreated:2.0.0")
    }
    consumer {
        asyncapi(
            "market-data:price-stream:1.8.0",
        )
    }
}
